package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.FrontierPoint;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.Replanned;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.catalog.Bytes;
import org.pgwright.findings.Finding;

import java.util.ArrayList;
import java.util.List;

/** Index advice as Markdown (GitHub's dialect), for an issue, a pull request or a wiki. */
final class AdviceMarkdown {
    private static final int QUERY_CHARACTERS = 160;

    private final AdviceReport report;
    private final List<String> lines = new ArrayList<>();

    private AdviceMarkdown(AdviceReport report) {
        this.report = report;
    }

    static String render(AdviceReport report) {
        AdviceMarkdown document = new AdviceMarkdown(report);
        document.header();
        document.recommendations();
        document.doubtful();
        document.statisticsObjects();
        document.changes();
        document.left();
        document.frontier();
        document.findings();
        document.rejected();
        document.skipped();
        document.gaps();
        return String.join("\n", document.lines) + "\n";
    }

    private void header() {
        DatabaseFacts database = report.database();
        Advice advice = report.advice();
        line("# Index advice for " + code(database.name()));
        line("");
        line(
                "PostgreSQL %s, %s, read at %s by pgwright %s. %s advised on, %d skipped."
                        .formatted(
                                text(database.serverVersion()),
                                database.size().shown(),
                                database.takenAt(),
                                text(report.madeBy()),
                                Words.count(advice.statements(), "statement", "statements"),
                                advice.skipped().size()));
        line("");
        line(
                "Plan cost of the workload: %s before, %s after (%s of it)."
                        .formatted(
                                Words.number(advice.cost().before()),
                                Words.number(advice.cost().after()),
                                Words.percent(advice.cost().after(), advice.cost().before())));
        WriteOverhead.sentence(advice)
                .ifPresent(
                        sentence -> {
                            line("");
                            line(text(sentence) + ".");
                        });
        if (advice.statistics().cutShort()) {
            line("");
            line(CostLeft.CUT_SHORT);
        }
    }

    private void recommendations() {
        List<Recommendation> made = report.advice().recommendations();
        section("Recommendations");
        if (made.isEmpty()) {
            line(CostLeft.nothing(report.advice()));
            return;
        }
        line("| # | table | index | size | gain | writes | queries |");
        line("| ---: | --- | --- | ---: | ---: | ---: | ---: |");
        double whole = report.advice().cost().before();
        for (Recommendation index : made) {
            row(
                    String.valueOf(index.priority()),
                    code(index.index().table().shown()),
                    code(index.name()),
                    index.size().shown(),
                    Words.percent(index.gain(), whole),
                    WriteOverhead.cell(report.advice(), index.writeOverhead()),
                    String.valueOf(index.queries().size()));
        }
        line("");
        line(WriteOverhead.LEGEND);
        made.forEach(this::recommendation);
    }

    private void doubtful() {
        List<DoubtfulGains.Query> queries = DoubtfulGains.queries(report.advice());
        if (queries.isEmpty()) {
            return;
        }
        section(DoubtfulGains.TITLE);
        line("Queries with " + DoubtfulGains.MEANING + ".");
        line("");
        queries.forEach(
                query ->
                        line(
                                "- %s: %s"
                                        .formatted(
                                                code(
                                                        Words.abbreviated(
                                                                query.pattern(), QUERY_CHARACTERS)),
                                                text(query.doubt()))));
    }

    private void statisticsObjects() {
        if (report.advice().statisticsObjects().isEmpty()) {
            return;
        }
        section(StatisticsWords.TITLE);
        line(StatisticsWords.MEANING);
        for (StatisticsObject made : report.advice().statisticsObjects()) {
            line("");
            line("### " + text(StatisticsWords.subject(made)));
            line("");
            line(text(made.reason()));
            line("");
            sql(StatisticsWords.statements(made));
            line("");
            line("| calls | rows expected | with them | query |");
            line("| ---: | ---: | ---: | --- |");
            for (Replanned query : made.queries()) {
                row(
                        Words.number(query.calls()),
                        Words.number(query.rowsBefore()),
                        Words.number(query.rowsAfter()),
                        code(Words.abbreviated(query.pattern(), QUERY_CHARACTERS)));
            }
        }
    }

    private void changes() {
        if (report.advice().changes().isEmpty()) {
            return;
        }
        section(ChangeWords.TITLE);
        line("To do once the recommended indexes are there.");
        for (IndexChange change : report.advice().changes()) {
            line("");
            line("### " + text(ChangeWords.subject(change)));
            line("");
            line(text(change.reason()));
            line("");
            sql(change.statements());
            if (!change.undo().isEmpty()) {
                line("");
                line("The way back:");
                line("");
                sql(change.undo());
            }
        }
    }

    private void sql(List<String> statements) {
        String fence = fence(String.join("\n", statements));
        line(fence + "sql");
        statements.forEach(sql -> line(sql.endsWith(";") ? sql : sql + ";"));
        line(fence);
    }

    private void left() {
        List<QueryCost> costly = CostLeft.queries(report.advice());
        if (costly.isEmpty()) {
            return;
        }
        section(CostLeft.TITLE);
        line("| share | calls | cost before | cost after | query |");
        line("| ---: | ---: | ---: | ---: | --- |");
        double all = report.advice().cost().after();
        for (QueryCost query : costly) {
            row(
                    Words.percent(CostLeft.total(query), all),
                    Words.number(query.calls()),
                    Words.number(query.costBefore()),
                    Words.number(query.costAfter()),
                    code(query.pattern()));
        }
        line("");
        line(CostLeft.REASON);
    }

    private void frontier() {
        Advice advice = report.advice();
        if (advice.frontier().isEmpty()) {
            return;
        }
        section("Frontier");
        line("| bytes | indexes | cost left |");
        line("| ---: | ---: | ---: |");
        for (FrontierPoint point : advice.frontier()) {
            row(
                    new Bytes(point.bytes()).shown(),
                    String.valueOf(point.definitions().size()),
                    Words.percent(point.cost(), advice.cost().before()));
        }
    }

    private void recommendation(Recommendation made) {
        line("");
        line("### " + made.priority() + ". " + code(made.name()));
        line("");
        line(text(made.reason()));
        line("");
        sql(made.statements());
        line("");
        line("| calls | cost before | cost after | query |");
        line("| ---: | ---: | ---: | --- |");
        for (QueryCost query : made.queries()) {
            row(
                    Words.number(query.calls()),
                    Words.number(query.costBefore()),
                    Words.number(query.costAfter()),
                    code(Words.abbreviated(query.pattern(), QUERY_CHARACTERS)));
        }
    }

    private void findings() {
        if (report.findings().isEmpty()) {
            return;
        }
        section("Findings");
        line("| kind | table | index or columns | detail |");
        line("| --- | --- | --- | --- |");
        for (Finding finding : report.findings()) {
            row(
                    finding.kind().label(),
                    code(finding.table().shown()),
                    code(subject(finding)),
                    text(finding.detail()));
        }
    }

    private static String subject(Finding finding) {
        return finding.index() == null
                ? "(" + String.join(", ", finding.columns()) + ")"
                : finding.index().name();
    }

    private void rejected() {
        if (report.advice().rejected().isEmpty()) {
            return;
        }
        section("Rejected");
        report.advice()
                .rejected()
                .forEach(r -> line("- " + code(r.definition()) + ": " + text(r.reason())));
    }

    private void skipped() {
        if (report.advice().skipped().isEmpty()) {
            return;
        }
        section("Skipped statements");
        report.advice()
                .skipped()
                .forEach(
                        s ->
                                line(
                                        "- "
                                                + code(
                                                        Words.abbreviated(
                                                                s.query(), QUERY_CHARACTERS))
                                                + ": "
                                                + text(s.reason())));
    }

    private void gaps() {
        if (report.gaps().isEmpty() && report.notes().isEmpty()) {
            return;
        }
        section("What this advice could not see");
        report.gaps()
                .forEach(
                        g ->
                                line(
                                        "- %s: %s; %s"
                                                .formatted(
                                                        text(g.subject()),
                                                        text(g.effect()),
                                                        text(g.remedy()))));
        report.notes().forEach(note -> line("- " + text(note)));
    }

    private void section(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        lines.add(line);
    }

    /** As code, also in a table; a text with backquotes gets a longer fence. */
    private static String code(String text) {
        String line = Words.oneLine(text).replace("|", "\\|");
        if (!line.contains("`")) {
            return "`" + line + "`";
        }
        return "`` " + line + " ``";
    }

    /** As text, also in a table: characters that mean something to Markdown mean themselves. */
    private static String text(String text) {
        return Words.oneLine(text).replaceAll("([\\\\`*_<>|\\[\\]])", "\\\\$1");
    }

    private static String fence(String content) {
        return content.contains("```") ? "````" : "```";
    }
}
