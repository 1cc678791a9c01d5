package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LogCounts;
import org.pgwright.log.LogLosses;
import org.pgwright.log.LogSummary;
import org.pgwright.log.QueryTotals;
import org.pgwright.workload.LoggedCalls;
import org.pgwright.workload.Percentile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A report over logs for programs. Times are in milliseconds or, where the name says so, seconds;
 * texts are without literals; a percentile is null where the log does not bear it, and {@code
 * percentilesMissing} says why. Fields are added, never renamed or removed.
 */
final class LogJson {
    private static final double MEDIAN = 0.5;
    private static final double P95 = 0.95;
    private static final double P99 = 0.99;
    private static final double NANOS_A_MILLI = 1e6;

    private LogJson() {}

    static String render(LogReport report) {
        LogSummary summary = report.summary();
        LogCounts counts = summary.counts();
        return Json.of(
                new Document(
                        report.sources(),
                        shown(summary.first()),
                        shown(summary.last()),
                        counts.entries(),
                        counts.filtered(),
                        summary.losses(),
                        counts.statements(),
                        counts.millis(),
                        counts.plans(),
                        counts.timesOnly(),
                        queries(report),
                        slowestCalls(report),
                        new LogPlans(report).parts(),
                        report.errors().stream()
                                .map(
                                        error ->
                                                new Failure(
                                                        error.sqlState(),
                                                        error.message(),
                                                        error.count()))
                                .toList(),
                        counts.errors(),
                        counts.cancellations(),
                        counts.deadlocks(),
                        new Waits(counts.lockWaits(), counts.lockMillis()),
                        new Files(counts.temporaryFiles(), counts.temporaryBytes()),
                        new Checkpoints(
                                counts.checkpoints(),
                                counts.checkpointSeconds(),
                                counts.checkpointBuffers()),
                        vacuums(report),
                        new Connections(counts.connections(), counts.disconnections()),
                        hours(summary),
                        summary.serverChanges().stream()
                                .map(
                                        change ->
                                                new Change(
                                                        shown(change.origin().time()),
                                                        change.state().name()))
                                .toList()));
    }

    private static @Nullable String shown(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static List<Query> queries(LogReport report) {
        LoggedCalls logged = report.summary().logged();
        return report.queries(Comparator.comparingDouble(QueryTotals::totalMillis)).stream()
                .map(query -> query(query, logged))
                .toList();
    }

    private static Query query(QueryTotals query, LoggedCalls logged) {
        Percentile median = query.percentile(MEDIAN, logged);
        Percentile p95 = query.percentile(P95, logged);
        Percentile p99 = query.percentile(P99, logged);
        return new Query(
                query.hash(),
                query.text(),
                query.calls(),
                query.totalMillis(),
                query.meanMillis(),
                query.longestMillis(),
                value(median),
                value(p95),
                value(p99),
                Stream.of(median, p95, p99).anyMatch(Percentile.Estimated.class::isInstance),
                Percentile.missing(p99, p95, median).map(Percentile.Reason::name).orElse(null),
                query.errors(),
                query.temporaryFiles(),
                query.temporaryBytes(),
                query.lockWaits(),
                query.lockMillis(),
                query.users(),
                query.databases());
    }

    private static @Nullable Double value(Percentile percentile) {
        return switch (percentile) {
            case Percentile.Exact(Duration time) -> time.toNanos() / NANOS_A_MILLI;
            case Percentile.Estimated estimated -> estimated.time().toNanos() / NANOS_A_MILLI;
            case Percentile.Unknown unknown -> null;
        };
    }

    private static List<Call> slowestCalls(LogReport report) {
        return report.slowestCalls().stream()
                .map(
                        call ->
                                new Call(
                                        call.millis(),
                                        shown(call.ended()),
                                        call.user(),
                                        call.database(),
                                        call.application(),
                                        call.query().hash()))
                .toList();
    }

    private static List<Table> vacuums(LogReport report) {
        return report.vacuums().stream()
                .map(
                        table ->
                                new Table(
                                        table.table(),
                                        table.vacuums(),
                                        table.vacuumSeconds(),
                                        table.analyzes(),
                                        table.analyzeSeconds(),
                                        table.rowsRemoved(),
                                        table.rowsStuck(),
                                        table.walBytes()))
                .toList();
    }

    private static List<Hour> hours(LogSummary summary) {
        return summary.hours().stream()
                .map(
                        hour ->
                                new Hour(
                                        hour.start().toString(),
                                        hour.statements(),
                                        hour.millis(),
                                        hour.errors()))
                .toList();
    }

    private record Document(
            List<String> sources,
            @Nullable String from,
            @Nullable String to,
            long entries,
            long entriesOutsideOfTime,
            LogLosses read,
            long statements,
            double totalMillis,
            long plans,
            long timesWithoutStatement,
            List<Query> queries,
            List<Call> slowestCalls,
            List<LogPlans.Part> slowestPlans,
            List<Failure> errors,
            long errorCount,
            long cancellations,
            long deadlocks,
            Waits lockWaits,
            Files temporaryFiles,
            Checkpoints checkpoints,
            List<Table> autovacuum,
            Connections connections,
            List<Hour> hours,
            List<Change> serverChanges) {}

    private record Query(
            String hash,
            String pattern,
            long calls,
            double totalMillis,
            double meanMillis,
            double longestMillis,
            @Nullable Double p50Millis,
            @Nullable Double p95Millis,
            @Nullable Double p99Millis,
            boolean percentilesEstimated,
            @Nullable String percentilesMissing,
            long errors,
            long temporaryFiles,
            long temporaryBytes,
            long lockWaits,
            double lockWaitMillis,
            Collection<String> users,
            Collection<String> databases) {}

    private record Call(
            double millis,
            @Nullable String ended,
            String user,
            String database,
            String application,
            String hash) {}

    private record Failure(String sqlState, String message, long count) {}

    private record Waits(long count, double totalMillis) {}

    private record Files(long count, long bytes) {}

    private record Checkpoints(long count, double totalSeconds, long buffers) {}

    private record Table(
            String table,
            long vacuums,
            double vacuumSeconds,
            long analyzes,
            double analyzeSeconds,
            long rowsRemoved,
            long rowsNotYetRemovable,
            long walBytes) {}

    private record Connections(long opened, long closed) {}

    private record Hour(String start, long statements, double totalMillis, long errors) {}

    private record Change(@Nullable String time, String state) {}
}
