package org.pgwright.report.migration;

import java.util.List;
import java.util.regex.Pattern;

/** A revision of Alembic, whose statements run in an autocommit block. */
final class AlembicFile implements MigrationWriter {
    /** SQLAlchemy's text() takes a colon before a word for a parameter unless it is escaped. */
    private static final Pattern LONE_COLON = Pattern.compile("(?<!:):(?!:)");

    private static final String INDENT = "        ";

    private final Heading heading;

    AlembicFile(Heading heading) {
        this.heading = heading;
    }

    @Override
    public List<MigrationFile> files(Phase phase, String version, String previous) {
        // Python may take a comment in the first two lines for an encoding
        Lines lines = new Lines().add("\"\"\"" + phase.name() + "\"\"\"", "");
        heading.lines(phase).forEach(line -> lines.comment("# ", line));
        if (previous.isEmpty()) {
            lines.comment(
                    "# ", "If there are revisions before it, name the last one as down_revision.");
        }
        lines.add(
                "from alembic import op",
                "",
                "revision = " + PythonText.quoted(version),
                "down_revision = " + (previous.isEmpty() ? "None" : PythonText.quoted(previous)),
                "branch_labels = None",
                "depends_on = None");
        lines.add("", "", "def upgrade():", "    with op.get_context().autocommit_block():");
        execute(lines, SqlText.BEFORE);
        for (IndexWork work : phase.works()) {
            lines.add("");
            SqlText.head(lines, INDENT + "# ", work);
            work.up().forEach(step -> execute(lines, step.sql()));
        }
        execute(lines.add(""), SqlText.AFTER);
        lines.add("", "", "def downgrade():", "    with op.get_context().autocommit_block():");
        execute(lines, SqlText.BEFORE);
        for (IndexWork work : phase.works().reversed()) {
            lines.add("").comment(INDENT + "# ", "take back: " + work.subject());
            work.down().forEach(step -> execute(lines, step.sql()));
        }
        execute(lines.add(""), SqlText.AFTER);
        return List.of(
                new MigrationFile(
                        phase.number(),
                        MigrationFile.Purpose.BOTH,
                        version + "_" + phase.name() + ".py",
                        lines.content()));
    }

    private static void execute(Lines lines, String sql) {
        lines.add(INDENT + "op.execute(");
        PythonText.lines(lines, INDENT + "    ", text(sql));
        lines.add(INDENT + ")");
    }

    /** For SQLAlchemy's text(), which takes the backslash away again. */
    static String text(String sql) {
        return LONE_COLON.matcher(sql).replaceAll("\\\\:");
    }

    @Override
    public String identity(Phase phase, String version) {
        return version;
    }
}
