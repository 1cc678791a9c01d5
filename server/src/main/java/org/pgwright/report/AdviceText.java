package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.ServedQuery;
import org.pgwright.catalog.Bytes;
import org.pgwright.findings.Finding;
import org.pgwright.report.TextTable.Align;

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

    private static final int MOST_REJECTED = 10;

    private static final int WIDEST_TABLE_NAME = 30;

    /** What the summary's columns take beside the index's name, at most. */
    private static final int OTHER_COLUMNS = WIDEST_TABLE_NAME + 36;

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
        recommendations();
        section("Findings", report.findings(), this::finding);
        rejected();
        section("Skipped statements", advice.skipped(), s -> entry(s.query(), s.reason()));
        section("Not read", report.gaps(), g -> entry(g.subject(), g.effect() + "; " + g.remedy()));
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
    }

    private void recommendations() {
        List<Recommendation> made = advice.recommendations();
        heading("Recommendations (" + made.size() + ")");
        if (made.isEmpty()) {
            paragraph("No index is recommended: none that was tried pays for itself.", "  ");
            return;
        }
        lines.addAll(summary(made).lines("  "));
        made.forEach(this::recommendation);
    }

    private TextTable summary(List<Recommendation> made) {
        TextTable table =
                new TextTable()
                        .column("#", Align.RIGHT)
                        .column("table", Align.LEFT)
                        .column("size", Align.RIGHT)
                        .column("gain", Align.RIGHT)
                        .column("queries", Align.RIGHT)
                        .column("index", Align.LEFT);
        Bytes total = Bytes.ZERO;
        for (Recommendation index : made) {
            total = total.plus(index.size());
            table.row(
                    String.valueOf(index.priority()),
                    Words.abbreviated(index.index().table().shown(), WIDEST_TABLE_NAME),
                    index.size().shown(),
                    Words.percent(index.gain(), advice.cost().before()),
                    String.valueOf(index.queries().size()),
                    Words.abbreviated(index.name(), layout.columns() - OTHER_COLUMNS));
        }
        double saved = advice.cost().before() - advice.cost().after();
        return table.row(
                "",
                "all together",
                total.shown(),
                Words.percent(saved, advice.cost().before()),
                "",
                "");
    }

    private void recommendation(Recommendation made) {
        lines.add("");
        String number = "  " + made.priority() + ". ";
        List<String> reason =
                Words.wrapped(made.reason(), " ".repeat(number.length()), layout.columns());
        lines.add(number + reason.getFirst().strip());
        lines.addAll(reason.subList(1, reason.size()));
        for (String sql : made.statements()) {
            lines.add("     " + Words.printable(sql) + (sql.endsWith(";") ? "" : ";"));
        }
        lines.addAll(served(made.queries()).lines("     "));
        if (made.queries().size() > MOST_QUERIES) {
            lines.add("     ... and " + (made.queries().size() - MOST_QUERIES) + " more");
        }
    }

    private TextTable served(List<ServedQuery> queries) {
        TextTable table =
                new TextTable()
                        .column("calls", Align.RIGHT)
                        .column("cost before", Align.RIGHT)
                        .column("after", Align.RIGHT)
                        .column("query", Align.LEFT);
        int room = layout.columns() - 45;
        queries.stream()
                .limit(MOST_QUERIES)
                .forEach(
                        query ->
                                table.row(
                                        Words.number(query.calls()),
                                        Words.number(query.costBefore()),
                                        Words.number(query.costAfter()),
                                        Words.abbreviated(query.pattern(), room)));
        return table;
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

    /** By reason, since many candidates lose for the same. */
    private void rejected() {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        advice.rejected()
                .forEach(
                        r ->
                                byReason.computeIfAbsent(r.reason(), reason -> new ArrayList<>())
                                        .add(r.definition()));
        if (!byReason.isEmpty()) {
            heading("Rejected (" + advice.rejected().size() + ")");
        }
        byReason.forEach(
                (reason, definitions) -> {
                    paragraph(reason + ":", "  ");
                    definitions.stream()
                            .limit(MOST_REJECTED)
                            .forEach(
                                    definition ->
                                            lines.add(
                                                    "      "
                                                            + Words.abbreviated(
                                                                    definition,
                                                                    layout.columns() - 6)));
                    if (definitions.size() > MOST_REJECTED) {
                        lines.add(
                                "      ... and " + (definitions.size() - MOST_REJECTED) + " more");
                    }
                });
    }

    private void whatNext() {
        if (advice.recommendations().isEmpty() && report.gaps().isEmpty()) {
            return;
        }
        heading("Next");
        if (!advice.recommendations().isEmpty()) {
            paragraph(
                    "Write the statements to a file with --format sql --output indexes.sql, read"
                            + " it, and run it with psql -X -v ON_ERROR_STOP=1 -f indexes.sql.",
                    "  ");
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
