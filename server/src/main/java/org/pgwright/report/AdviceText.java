package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Action;
import org.pgwright.findings.Finding;
import org.pgwright.workload.Workload.Skipped;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Index advice as text for people: what to do first, then what else was seen, then what was not.
 */
final class AdviceText {
    /** What is longer is for programs. */
    private static final int MOST_ENTRIES = 50;

    private static final int MOST_QUERIES = 5;

    /** A partitioned table has several for each partition. */
    private static final int MOST_STATEMENTS = 2;

    private static final int MOST_MEMBERS = 5;

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final AdviceReport report;
    private final Advice advice;
    private final Layout layout;
    private final List<String> lines = new ArrayList<>();

    AdviceText(AdviceReport report, Layout layout) {
        this.report = report;
        this.advice = report.advice();
        this.layout = layout;
    }

    String render() {
        header();
        cutShort();
        section("Not read", report.gaps(), g -> entry(g.subject(), g.effect() + "; " + g.remedy()));
        recommendations();
        doubtful();
        statisticsObjects();
        changes();
        left();
        frontier();
        section("Findings", report.findings(), this::finding);
        rejected();
        skipped();
        section("Notes", report.notes(), note -> paragraph(note, "  "));
        whatNext();
        return String.join("\n", lines) + "\n";
    }

    private void header() {
        DatabaseFacts database = report.database();
        paragraph(
                "Database %s (%s) on PostgreSQL %s, read on %s"
                        .formatted(
                                database.name(),
                                database.size().shown(),
                                database.serverVersion(),
                                MOMENT.format(database.takenAt())),
                "");
        paragraph(
                "%s advised on, %,d skipped; %s tried with %s in %.1f s"
                        .formatted(
                                Words.count(advice.statements(), "statement", "statements"),
                                advice.skipped().size(),
                                Words.count(
                                        advice.statistics().candidates(),
                                        "candidate index",
                                        "candidate indexes"),
                                Words.count(advice.statistics().whatIfCalls(), "plan", "plans"),
                                report.elapsed().toMillis() / 1000.0),
                "");
        paragraph(
                "Plan cost of the workload: %s, with the recommended indexes %s (%s of it)"
                        .formatted(
                                Words.number(advice.cost().before()),
                                Words.number(advice.cost().after()),
                                Words.percent(advice.cost().after(), advice.cost().before())),
                "");
        WriteOverhead.sentence(advice).ifPresent(sentence -> paragraph(sentence, ""));
    }

    /** Where more might have been found. */
    private void cutShort() {
        if (advice.statistics().cutShort()) {
            paragraph(CostLeft.CUT_SHORT, "");
        }
    }

    private void recommendations() {
        List<Recommendation> made = advice.recommendations();
        heading("Recommendations (" + made.size() + ")");
        if (made.isEmpty()) {
            paragraph(CostLeft.nothing(advice), "  ");
            return;
        }
        lines.addAll(AdviceTables.summary(advice).lines("  ", layout.columns()));
        paragraph(
                "Gain: what the index saves beside those above it. Costs after: with all of them. "
                        + WriteOverhead.LEGEND,
                "  ");
        made.forEach(this::recommendation);
    }

    private void recommendation(Recommendation made) {
        lines.add("");
        String number = "  " + made.priority() + ". ";
        List<String> reason =
                Words.wrapped(made.reason(), " ".repeat(number.length()), layout.columns());
        lines.add(number + reason.getFirst().strip());
        lines.addAll(reason.subList(1, reason.size()));
        made.statements().stream()
                .limit(MOST_STATEMENTS)
                .forEach(
                        sql ->
                                lines.add(
                                        "     "
                                                + Words.printable(sql)
                                                + (sql.endsWith(";") ? "" : ";")));
        if (made.statements().size() > MOST_STATEMENTS) {
            lines.add(
                    "     ... and %s more, for its partitions: --format sql"
                            .formatted(
                                    Words.count(
                                            made.statements().size() - MOST_STATEMENTS,
                                            "statement",
                                            "statements")));
        }
        lines.addAll(
                AdviceTables.served(made.queries(), MOST_QUERIES).lines("     ", layout.columns()));
        if (made.queries().size() > MOST_QUERIES) {
            lines.add("     ... and " + (made.queries().size() - MOST_QUERIES) + " more");
        }
    }

    private void doubtful() {
        section(
                DoubtfulGains.TITLE + ": " + DoubtfulGains.MEANING,
                DoubtfulGains.queries(advice),
                query -> entry(query.pattern(), query.doubt()));
    }

    private void statisticsObjects() {
        section(StatisticsWords.TITLE, advice.statisticsObjects(), this::statisticsObject);
        if (!advice.statisticsObjects().isEmpty()) {
            paragraph(StatisticsWords.MEANING, "  ");
        }
    }

    private void statisticsObject(StatisticsObject made) {
        entry(StatisticsWords.subject(made), made.reason());
        StatisticsWords.statements(made)
                .forEach(sql -> lines.add("      " + Words.printable(sql) + ";"));
        lines.addAll(
                AdviceTables.replanned(made.queries(), MOST_QUERIES)
                        .lines("      ", layout.columns()));
    }

    private void changes() {
        section(
                ChangeWords.TITLE + ": what to drop or build anew, after the above",
                advice.changes(),
                this::change);
    }

    private void change(IndexChange change) {
        entry(ChangeWords.subject(change), change.reason());
        change.statements().forEach(sql -> lines.add("      " + Words.printable(sql) + ";"));
        change.undo().forEach(sql -> lines.add("      -- way back: " + Words.printable(sql) + ";"));
    }

    private void frontier() {
        if (advice.frontier().isEmpty()) {
            return;
        }
        heading("Frontier (" + advice.frontier().size() + ")");
        lines.addAll(AdviceTables.frontier(advice).lines("  ", layout.columns()));
        paragraph(
                "The lowest cost that was found for so many bytes of indexes; --format json says"
                        + " which indexes they are.",
                "  ");
    }

    /** The statements that the rest of the cost is made of. */
    private void left() {
        List<QueryCost> costly = CostLeft.queries(advice);
        if (costly.isEmpty()) {
            return;
        }
        heading(CostLeft.TITLE);
        lines.addAll(
                AdviceTables.left(costly, advice.cost().after()).lines("  ", layout.columns()));
        paragraph(CostLeft.REASON, "  ");
    }

    private void finding(Finding finding) {
        String subject =
                finding.index() == null
                        ? finding.table().shown()
                                + " ("
                                + String.join(", ", finding.columns())
                                + ")"
                        : finding.index().shown() + " on " + finding.table().shown();
        entry(finding.kind().label() + ": " + subject, finding.detail());
    }

    private void rejected() {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (Rejected candidate : advice.rejected()) {
            byReason.computeIfAbsent(candidate.reason(), reason -> new ArrayList<>())
                    .add(candidate.definition());
        }
        grouped("Rejected", advice.rejected().size(), byReason);
    }

    private void skipped() {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (Skipped statement : advice.skipped()) {
            byReason.computeIfAbsent(statement.reason(), reason -> new ArrayList<>())
                    .add(statement.query());
        }
        grouped("Skipped statements", advice.skipped().size(), byReason);
    }

    /** Under the reason that they share, since many share one. */
    private void grouped(String title, int size, Map<String, List<String>> byReason) {
        if (byReason.isEmpty()) {
            return;
        }
        heading(title + " (" + size + ")");
        byReason.entrySet().stream()
                .limit(MOST_ENTRIES)
                .forEach(group -> group(group.getKey(), group.getValue()));
        if (byReason.size() > MOST_ENTRIES) {
            lines.add("  ... and more for other reasons: --format json");
        }
    }

    private void group(String reason, List<String> members) {
        paragraph(reason + ":", "  ");
        members.stream()
                .limit(MOST_MEMBERS)
                .forEach(
                        member ->
                                lines.add(
                                        "      "
                                                + Words.abbreviated(member, layout.columns() - 6)));
        if (members.size() > MOST_MEMBERS) {
            lines.add("      ... and " + (members.size() - MOST_MEMBERS) + " more");
        }
    }

    private void whatNext() {
        boolean nothing =
                advice.recommendations().isEmpty()
                        && advice.changes().isEmpty()
                        && advice.statisticsObjects().isEmpty();
        if (nothing && report.gaps().isEmpty()) {
            return;
        }
        heading("Next");
        if (!nothing) {
            paragraph(
                    "Write the statements to a file with --format sql --output indexes.sql, read"
                            + " it, and run it with psql -X -v ON_ERROR_STOP=1 -f indexes.sql.",
                    "  ");
        }
        if (advice.changes().stream().anyMatch(c -> c.action() == Action.DROP)) {
            paragraph("It drops indexes only with -v drop=yes.", "  ");
        }
        if (!report.gaps().isEmpty()) {
            paragraph("See what the role lacks with pgwright doctor.", "  ");
        }
    }

    private <T> void section(String title, List<T> entries, Consumer<T> print) {
        if (entries.isEmpty()) {
            return;
        }
        heading(title + " (" + entries.size() + ")");
        entries.stream().limit(MOST_ENTRIES).forEach(print);
        if (entries.size() > MOST_ENTRIES) {
            lines.add("  ... and " + (entries.size() - MOST_ENTRIES) + " more: --format json");
        }
    }

    private void entry(String subject, String text) {
        lines.add("  " + Words.abbreviated(subject, layout.columns() - 2));
        paragraph(text, "      ");
    }

    private void heading(String title) {
        lines.add("");
        lines.add(layout.heading(title));
    }

    private void paragraph(String text, String indent) {
        lines.addAll(Words.wrapped(text, indent, layout.columns()));
    }
}
