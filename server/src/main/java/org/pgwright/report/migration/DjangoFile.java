package org.pgwright.report.migration;

import java.util.ArrayList;
import java.util.List;

/**
 * A migration of Django, with a RunSQL for each index: its statements are a list, which Django runs
 * one by one; a string of several would be one transaction.
 *
 * <p>Not with AddIndexConcurrently, which fails where the index exists, keeps no way open past an
 * invalid one, and needs a model, where only the table is known.
 */
final class DjangoFile implements MigrationWriter {
    private static final String INDENT = "        ";

    private final Heading heading;
    private final String app;

    DjangoFile(Heading heading, String app) {
        this.heading = heading;
        this.app = app;
    }

    @Override
    public List<MigrationFile> files(Phase phase, String version, String previous) {
        // Python may take a comment in the first two lines for an encoding
        Lines lines = new Lines().add("from django.db import migrations", "");
        heading.lines(phase).forEach(line -> lines.comment("# ", line));
        if (previous.isEmpty()) {
            lines.comment(
                    "# ", "If the application has migrations, name the last one in dependencies.");
        }
        lines.add(
                "",
                "",
                "class Migration(migrations.Migration):",
                "    atomic = False",
                "",
                "    dependencies = [");
        if (!previous.isEmpty()) {
            lines.add(
                    INDENT
                            + "(%s, %s),"
                                    .formatted(
                                            PythonText.quoted(app), PythonText.quoted(previous)));
        }
        lines.add("    ]", "", "    operations = [");
        for (IndexWork work : phase.works()) {
            SqlText.head(lines, INDENT + "# ", work);
            lines.add(INDENT + "migrations.RunSQL(");
            list(lines, "sql", work.up());
            if (work.down().isEmpty()) {
                lines.add(INDENT + "    reverse_sql=migrations.RunSQL.noop,");
            } else {
                list(lines, "reverse_sql", work.down());
            }
            lines.add(INDENT + "),");
        }
        lines.add("    ]");
        return List.of(
                new MigrationFile(
                        phase.number(),
                        MigrationFile.Purpose.BOTH,
                        identity(phase, version) + ".py",
                        lines.content()));
    }

    private static void list(Lines lines, String name, List<Step> steps) {
        List<String> statements = new ArrayList<>();
        statements.add(SqlText.BEFORE);
        steps.forEach(step -> statements.add(step.sql()));
        statements.add(SqlText.AFTER);
        lines.add(INDENT + "    " + name + "=[");
        for (String sql : statements) {
            lines.add(INDENT + "        (");
            PythonText.lines(lines, INDENT + "            ", sql);
            lines.add(INDENT + "        ),");
        }
        lines.add(INDENT + "    ],");
    }

    @Override
    public String identity(Phase phase, String version) {
        return version + "_" + phase.name();
    }
}
