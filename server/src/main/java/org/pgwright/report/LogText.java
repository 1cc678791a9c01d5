package org.pgwright.report;

import org.pgwright.catalog.Bytes;
import org.pgwright.log.LogCounts;
import org.pgwright.log.LogLosses;
import org.pgwright.log.LogSummary;
import org.pgwright.log.QueryTotals;
import org.pgwright.log.SlowCall;
import org.pgwright.workload.LoggedCalls;
import org.pgwright.workload.Percentile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A report over logs for people. */
final class LogText {
    private static final int HASH_SHOWN = 8;
    private static final double SECOND = 1_000;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double P95 = 0.95;

    private final LogReport report;
    private final LogSummary summary;
    private final Layout layout;
    private final List<String> lines = new ArrayList<>();

    LogText(LogReport report, Layout layout) {
        this.report = report;
        this.summary = report.summary();
        this.layout = layout;
    }

    String render() {
        heading();
        losses();
        queries("Queries by total time", Comparator.comparingDouble(QueryTotals::totalMillis));
        queries("Slowest queries", Comparator.comparingDouble(QueryTotals::longestMillis));
        queries("Most frequent queries", Comparator.comparingLong(QueryTotals::calls));
        slowestCalls();
        plans();
        events();
        troubled(
                "Queries that failed",
                QueryTotals::errors,
                query -> Words.count(query.errors(), "error", "errors"));
        troubled(
                "Queries that wrote temporary files",
                QueryTotals::temporaryBytes,
                query -> new Bytes(query.temporaryBytes()).toString());
        troubled(
                "Queries that waited for locks",
                query -> Math.round(query.lockMillis()),
                query -> Words.time(query.lockMillis()));
        errors();
        vacuums();
        hours();
        return String.join("\n", lines) + "\n";
    }

    private void heading() {
        LogCounts counts = summary.counts();
        String span =
                summary.first() == null ? "" : ", " + summary.first() + " to " + summary.last();
        lines.add(
                layout.heading(
                        "%s from %s%s"
                                .formatted(
                                        Words.count(counts.entries(), "entry", "entries"),
                                        Words.count(report.sources().size(), "file", "files"),
                                        span)));
        lines.add(
                "%s in %s, %s of auto_explain, %s"
                        .formatted(
                                Words.count(counts.statements(), "statement", "statements"),
                                Words.time(counts.millis()),
                                Words.count(counts.plans(), "plan", "plans"),
                                Words.count(counts.errors(), "error", "errors")));
    }

    private void losses() {
        LogLosses losses = summary.losses();
        say(losses.malformed(), "line was", "lines were", "not understood and passed over.");
        say(
                losses.otherLanguage(),
                "entry is",
                "entries are",
                "not in English (lc_messages) and left out.");
        say(losses.tooLong(), "entry was", "entries were", "too long and passed over.");
        say(losses.lostParts(), "detail was", "details were", "without its entry.");
        say(
                summary.counts().timesOnly(),
                "time was",
                "times were",
                "logged without the statement; set log_min_duration_statement for it.");
    }

    private void say(long count, String one, String many, String what) {
        if (count > 0) {
            lines.add(Words.count(count, one, many) + " " + what);
        }
    }

    private void queries(String title, Comparator<QueryTotals> order) {
        List<QueryTotals> queries =
                report.queries(order).stream().filter(query -> query.calls() > 0).toList();
        if (queries.isEmpty()) {
            return;
        }
        LoggedCalls logged = summary.logged();
        TextTable table =
                new TextTable()
                        .column("total", TextTable.Align.RIGHT)
                        .column("calls", TextTable.Align.RIGHT)
                        .column("mean", TextTable.Align.RIGHT)
                        .column("P95", TextTable.Align.RIGHT)
                        .column("longest", TextTable.Align.RIGHT)
                        .column("hash", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        for (QueryTotals query : queries) {
            table.row(
                    Words.time(query.totalMillis()),
                    Words.whole(query.calls()),
                    Words.time(query.meanMillis()),
                    percentile(query.percentile(P95, logged)),
                    Words.time(query.longestMillis()),
                    hash(query),
                    query.text());
        }
        add(title, table);
    }

    private void slowestCalls() {
        TextTable table =
                new TextTable()
                        .column("time", TextTable.Align.RIGHT)
                        .column("ended", TextTable.Align.LEFT)
                        .column("user", TextTable.Align.LEFT)
                        .column("database", TextTable.Align.LEFT)
                        .column("hash", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        for (SlowCall call : report.slowestCalls()) {
            table.row(
                    Words.time(call.millis()),
                    call.ended() == null ? "" : call.ended().toString(),
                    call.user(),
                    call.database(),
                    hash(call.query()),
                    call.query().text());
        }
        if (!report.slowestCalls().isEmpty()) {
            add("Slowest calls", table);
        }
    }

    private void plans() {
        List<String> findings = new LogPlans(report).lines(layout);
        if (!findings.isEmpty()) {
            lines.add("");
            lines.add(layout.heading("Findings in the slowest plans"));
            lines.addAll(findings);
        }
    }

    private static String percentile(Percentile percentile) {
        return switch (percentile) {
            case Percentile.Exact(Duration time) -> Words.time(time.toNanos() / NANOS_A_MILLI);
            case Percentile.Estimated estimated ->
                    "~" + Words.time(estimated.time().toNanos() / NANOS_A_MILLI);
            case Percentile.Unknown unknown -> "-";
        };
    }

    private static String hash(QueryTotals query) {
        return query.hash().isEmpty() ? "" : query.hash().substring(0, HASH_SHOWN);
    }

    private void troubled(
            String title, Function<QueryTotals, Long> amount, Function<QueryTotals, String> shown) {
        List<QueryTotals> queries =
                report.queries(Comparator.comparing(amount)).stream()
                        .filter(query -> amount.apply(query) > 0)
                        .toList();
        if (queries.isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable()
                        .column("in all", TextTable.Align.RIGHT)
                        .column("hash", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        queries.forEach(query -> table.row(shown.apply(query), hash(query), query.text()));
        add(title, table);
    }

    private void events() {
        LogCounts counts = summary.counts();
        TextTable table =
                new TextTable()
                        .column("count", TextTable.Align.RIGHT)
                        .column("in all", TextTable.Align.RIGHT)
                        .column("event", TextTable.Align.LEFT);
        row(table, counts.lockWaits(), Words.time(counts.lockMillis()), "waits for locks");
        row(table, counts.deadlocks(), "", "deadlocks");
        row(table, counts.cancellations(), "", "cancelled statements");
        row(
                table,
                counts.temporaryFiles(),
                new Bytes(counts.temporaryBytes()).toString(),
                "temporary files");
        row(
                table,
                counts.checkpoints(),
                Words.time(counts.checkpointSeconds() * SECOND),
                "checkpoints");
        row(table, counts.connections(), "", "connections");
        row(table, counts.disconnections(), "", "disconnections");
        row(table, summary.serverChanges().size(), "", "starts, stops and reloads of the server");
        add("Events", table);
    }

    private static void row(TextTable table, long count, String amount, String what) {
        table.row(Words.whole(count), count == 0 ? "" : amount, what);
    }

    private void errors() {
        TextTable table =
                new TextTable()
                        .column("count", TextTable.Align.RIGHT)
                        .column("code", TextTable.Align.LEFT)
                        .column("message", TextTable.Align.LEFT);
        report.errors()
                .forEach(
                        error ->
                                table.row(
                                        Words.whole(error.count()),
                                        error.sqlState(),
                                        error.message()));
        if (!report.errors().isEmpty()) {
            add("Errors", table);
        }
    }

    private void vacuums() {
        TextTable table =
                new TextTable()
                        .column("vacuums", TextTable.Align.RIGHT)
                        .column("time", TextTable.Align.RIGHT)
                        .column("analyzes", TextTable.Align.RIGHT)
                        .column("rows removed", TextTable.Align.RIGHT)
                        .column("stuck", TextTable.Align.RIGHT)
                        .column("table", TextTable.Align.LEFT);
        report.vacuums()
                .forEach(
                        each ->
                                table.row(
                                        Words.whole(each.vacuums()),
                                        Words.time(each.vacuumSeconds() * SECOND),
                                        Words.whole(each.analyzes()),
                                        Words.whole(each.rowsRemoved()),
                                        Words.whole(each.rowsStuck()),
                                        each.table()));
        if (!report.vacuums().isEmpty()) {
            add("Autovacuum", table);
        }
    }

    private void hours() {
        TextTable table =
                new TextTable()
                        .column("hour (UTC)", TextTable.Align.LEFT)
                        .column("statements", TextTable.Align.RIGHT)
                        .column("time", TextTable.Align.RIGHT)
                        .column("errors", TextTable.Align.RIGHT);
        summary.hours()
                .forEach(
                        hour ->
                                table.row(
                                        hour.start().toString(),
                                        Words.whole(hour.statements()),
                                        Words.time(hour.millis()),
                                        Words.whole(hour.errors())));
        if (!summary.hours().isEmpty()) {
            add("Activity", table);
        }
    }

    private void add(String title, TextTable table) {
        lines.add("");
        lines.add(layout.heading(title));
        lines.addAll(table.lines("", layout.columns()));
    }
}
