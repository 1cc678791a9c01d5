package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Action;
import org.pgwright.catalog.Identifier;

import java.util.ArrayList;
import java.util.List;

/** Index advice as a script for psql, each statement explained by the comment above it. */
final class AdviceSql {
    private static final int COLUMNS = 100;
    private static final String IF_DROPPING = "\\if :{?drop}";

    private final AdviceReport report;
    private final List<String> lines = new ArrayList<>();

    private AdviceSql(AdviceReport report) {
        this.report = report;
    }

    static String render(AdviceReport report) {
        AdviceSql script = new AdviceSql(report);
        script.header();
        Advice advice = report.advice();
        if (advice.recommendations().isEmpty()
                && advice.changes().isEmpty()
                && advice.statisticsObjects().isEmpty()) {
            script.comment("Nothing to do: no index is recommended.");
        } else {
            script.instructions();
            script.lines.add("SET statement_timeout = 0;");
            script.builds();
            script.drops();
        }
        return String.join("\n", script.lines) + "\n";
    }

    private void header() {
        DatabaseFacts database = report.database();
        comment("Index recommendations of pgwright " + report.madeBy());
        comment("Database: " + Identifier.shown(database.name()));
        comment("Server: PostgreSQL " + database.serverVersion());
        if (!database.systemIdentifier().isEmpty()) {
            comment("System identifier: " + database.systemIdentifier());
        }
        comment("Schema fingerprint: " + database.schemaFingerprint());
        comment("Read at: " + database.takenAt());
        lines.add("--");
    }

    private void instructions() {
        comment("Run it with: psql -X -v ON_ERROR_STOP=1 -d DATABASE -f THIS_FILE");
        comment(
                "Not in a transaction: CONCURRENTLY cannot run in one. Building takes long on large"
                        + " tables, but blocks no reads and no writes.");
        comment(
                "A build that fails leaves an invalid index behind: drop it with DROP INDEX"
                        + " CONCURRENTLY before you run the script again.");
        if (!changes(Action.DROP).isEmpty()) {
            comment(
                    "The indexes at its end are dropped only by a second run, with -v drop=yes, which"
                            + " does nothing else: first see that the new ones are there and"
                            + " used.");
        }
        lines.add("");
    }

    private List<IndexChange> changes(Action action) {
        return report.advice().changes().stream().filter(c -> c.action() == action).toList();
    }

    /** Not made again by the run that drops: psql skips what is in the condition. */
    private void builds() {
        List<IndexChange> reindexed = changes(Action.REINDEX);
        boolean any =
                !report.advice().recommendations().isEmpty()
                        || !reindexed.isEmpty()
                        || !report.advice().statisticsObjects().isEmpty();
        boolean apart = any && !changes(Action.DROP).isEmpty();
        if (apart) {
            lines.add("");
            lines.add(IF_DROPPING);
            lines.add("\\else");
        }
        report.advice().recommendations().forEach(this::recommendation);
        reindexed.forEach(this::change);
        report.advice().statisticsObjects().forEach(this::statisticsObject);
        if (apart) {
            lines.add("");
            lines.add("\\endif");
        }
    }

    private void drops() {
        List<IndexChange> drops = changes(Action.DROP);
        if (!drops.isEmpty()) {
            lines.add("");
            lines.add(IF_DROPPING);
            drops.forEach(this::change);
            lines.add("");
            lines.add("\\endif");
        }
    }

    private void change(IndexChange change) {
        lines.add("");
        comment(ChangeWords.subject(change));
        comment(change.reason());
        if (!change.undo().isEmpty()) {
            lines.add("-- The way back:");
            change.undo().stream()
                    .flatMap(sql -> Words.printable(ended(sql)).lines())
                    .forEach(line -> lines.add("--   " + line));
        }
        change.statements().forEach(sql -> lines.add(ended(sql)));
    }

    private void recommendation(Recommendation made) {
        double whole = report.advice().cost().before();
        lines.add("");
        comment(
                "%d. %s, %s, saves %s of the workload's cost, used by %s"
                        .formatted(
                                made.priority(),
                                made.index().table().shown(),
                                made.size().shown(),
                                Words.percent(made.gain(), whole),
                                Words.count(made.queries().size(), "query", "queries")));
        comment(made.reason());
        made.queries()
                .forEach(q -> lines.add("--   " + Words.abbreviated(q.pattern(), COLUMNS - 5)));
        made.statements().forEach(sql -> lines.add(ended(sql)));
    }

    private void statisticsObject(StatisticsObject made) {
        lines.add("");
        comment(StatisticsWords.TITLE + " on " + StatisticsWords.subject(made));
        comment(made.reason());
        made.queries()
                .forEach(q -> lines.add("--   " + Words.abbreviated(q.pattern(), COLUMNS - 5)));
        StatisticsWords.statements(made).forEach(sql -> lines.add(ended(sql)));
    }

    private void comment(String text) {
        lines.addAll(Words.wrapped(text, "-- ", COLUMNS));
    }

    private static String ended(String sql) {
        String statement = sql.stripTrailing();
        return statement.endsWith(";") ? statement : statement + ";";
    }
}
