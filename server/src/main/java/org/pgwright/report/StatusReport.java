package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.InstanceStatus;
import org.pgwright.repository.figures.KnownPlanChange;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.TableFigures;
import org.pgwright.repository.figures.Today;

import java.util.ArrayList;
import java.util.List;

/**
 * How an instance is: every figure in one document (S4-G5, S3-A11).
 *
 * @param servers what sessions did at the last looks
 * @param topQueries by total time
 * @param topTables by size
 * @param planChanges that made queries slower in that time
 */
public record StatusReport(
        InstanceStatus status,
        List<ActivityReport.OfServer> servers,
        List<QueryFigures> topQueries,
        List<TableFigures> topTables,
        List<KnownPlanChange> planChanges)
        implements Report {
    private static final double PERCENT = 100;
    private static final double MILLIS = 1_000;

    public StatusReport {
        servers = List.copyOf(servers);
        topQueries = List.copyOf(topQueries);
        topTables = List.copyOf(topTables);
        planChanges = List.copyOf(planChanges);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(
                layout.heading(
                        "%s, %s to %s"
                                .formatted(
                                        Words.oneLine(status.instance().name()),
                                        status.window().from(),
                                        status.window().to())));
        lines.add("");
        status.nodes().forEach(node -> lines.add(node(node)));
        sessions(lines);
        throughput(lines);
        today(lines);
        indexes(lines);
        for (InstanceStatus.Replica replica : status.replicas()) {
            lines.add(Words.fact("replication", replica(replica)));
        }
        for (InstanceStatus.Collector collector : status.failing()) {
            lines.addAll(
                    Words.wrapped(
                            "Collector %s%s failed %s of %s times: %s"
                                    .formatted(
                                            collector.name(),
                                            collector.databaseName().isEmpty()
                                                    ? ""
                                                    : " of " + collector.databaseName(),
                                            Words.whole(collector.failures()),
                                            Words.whole(collector.runs()),
                                            collector.lastFailure()),
                            "",
                            layout.columns()));
        }
        PlanChangePart.add(lines, planChanges, true, layout);
        OwnWorkText.add(lines, status.own(), layout);
        new StatusSessions(servers).add(lines, layout);
        new StatusTops(topQueries, topTables).add(lines, layout);
        return String.join("\n", lines) + "\n";
    }

    private static String node(InstanceStatus.Node node) {
        return Words.fact(
                node.isStandby() ? "replica" : "primary",
                "%s, PostgreSQL %s, up since %s, last seen %s"
                        .formatted(
                                Words.oneLine(node.address()),
                                node.version(),
                                node.startedAt(),
                                node.lastSeen()));
    }

    private void sessions(List<String> lines) {
        InstanceStatus.Sessions sessions = status.sessions();
        if (sessions == null) {
            return;
        }
        lines.add(
                Words.fact(
                        "connections",
                        "%s of %s (%s), %s active, %s idle in transaction, %s waiting for locks"
                                .formatted(
                                        Words.whole(sessions.connections()),
                                        Words.whole(sessions.limit()),
                                        Words.percent(sessions.connections(), sessions.limit()),
                                        Words.whole(sessions.active()),
                                        Words.whole(sessions.idleInTransaction()),
                                        Words.whole(sessions.waitingForLocks()))));
        Long longest = sessions.longestQueryMillis();
        if (longest != null) {
            lines.add(Words.fact("longest query", Words.time((double) longest)));
        }
    }

    private void throughput(List<String> lines) {
        InstanceStatus.Throughput did = status.throughput();
        long transactions = did.commits() + did.rollbacks();
        lines.add(
                Words.fact(
                        "transactions",
                        "%s, %s a second, %s rolled back"
                                .formatted(
                                        Words.whole(transactions),
                                        Words.number(perSecond(transactions)),
                                        Words.percent(
                                                (double) did.rollbacks(), (double) transactions))));
        Double hit = did.cacheHit();
        lines.add(Words.fact("cache hits", hit == null ? "none asked for" : Words.percent(hit, 1)));
        lines.add(
                Words.fact(
                        "deadlocks",
                        Words.whole(did.deadlocks())
                                + ", temporary files "
                                + new Bytes(did.tempBytes())));
        lines.add(Words.fact("slow queries", Words.whole(status.slowQueries())));
        lines.add(Words.fact("databases", new Bytes(did.databaseBytes()).toString()));
    }

    private void today(List<String> lines) {
        Today today = status.today();
        lines.add(
                Words.fact(
                        "today",
                        "%s, %s logged; %s; %s (%s)"
                                .formatted(
                                        Words.count(
                                                today.slowQueries(), "slow query", "slow queries"),
                                        Words.count(
                                                today.slowExecutions(),
                                                "slow execution",
                                                "slow executions"),
                                        Words.count(today.deadlocks(), "deadlock", "deadlocks"),
                                        Words.count(
                                                today.waits(),
                                                "wait for a lock",
                                                "waits for locks"),
                                        Words.time((double) today.waitedMillis()))));
        lines.add(
                Words.fact(
                        "",
                        "%s over 5 min, %s idle over 1 min"
                                .formatted(
                                        Words.count(
                                                today.longTransactions(),
                                                "transaction",
                                                "transactions"),
                                        Words.whole(today.idleInTransaction()))));
    }

    private void indexes(List<String> lines) {
        InstanceStatus.Indexes indexes = status.indexes();
        lines.add(
                Words.fact(
                        "indexes",
                        "%s, %s; %s invalid, %s unused (%s)"
                                .formatted(
                                        Words.whole(indexes.count()),
                                        new Bytes(indexes.bytes()),
                                        Words.whole(indexes.invalid()),
                                        Words.whole(indexes.unused()),
                                        new Bytes(indexes.unusedBytes()))));
    }

    private static String replica(InstanceStatus.Replica replica) {
        Long bytes = replica.lagBytes();
        Double behind = replica.lagSeconds();
        Long retained = replica.retainedBytes();
        return "%s %s%s%s%s"
                .formatted(
                        Words.oneLine(replica.name()),
                        replica.state(),
                        bytes == null ? "" : ", " + new Bytes(Math.max(0, bytes)) + " behind",
                        behind == null ? "" : ", " + Words.time(MILLIS * behind),
                        retained == null ? "" : ", keeps " + new Bytes(Math.max(0, retained)));
    }

    private double perSecond(long count) {
        return status.seconds() > 0 ? count / status.seconds() : 0;
    }

    private Document document() {
        InstanceStatus.Throughput did = status.throughput();
        Double hit = did.cacheHit();
        StatusSessions sessions = new StatusSessions(servers);
        StatusTops tops = new StatusTops(topQueries, topTables);
        return new Document(
                status.instance().name(),
                status.window().from().toString(),
                status.window().to().toString(),
                status.nodes().stream().map(StatusReport::part).toList(),
                part(status.sessions()),
                did.commits(),
                did.rollbacks(),
                perSecond(did.commits() + did.rollbacks()),
                hit == null ? null : PERCENT * hit,
                did.rowsReturned(),
                did.rowsWritten(),
                did.deadlocks(),
                did.conflicts(),
                did.tempFiles(),
                did.tempBytes(),
                did.databaseBytes(),
                status.slowQueries(),
                status.indexes(),
                status.replicas(),
                PlanChangePart.of(planChanges),
                status.today(),
                sessions.connections(),
                sessions.running(),
                tops.topQueries(),
                tops.topTables(),
                status.failing(),
                OwnWorkText.overhead(status.own()),
                OwnWorkText.jobs(status.own()));
    }

    private static NodePart part(InstanceStatus.Node node) {
        return new NodePart(
                node.address(),
                node.isStandby(),
                node.version(),
                node.startedAt().toString(),
                node.lastSeen().toString());
    }

    private static @Nullable SessionsPart part(InstanceStatus.@Nullable Sessions sessions) {
        return sessions == null
                ? null
                : new SessionsPart(
                        sessions.takenAt().toString(),
                        sessions.connections(),
                        sessions.limit(),
                        sessions.active(),
                        sessions.idleInTransaction(),
                        sessions.waitingForLocks(),
                        sessions.longestQueryMillis(),
                        sessions.longestIdleInTransactionMillis());
    }

    private record Document(
            String instance,
            String from,
            String to,
            List<NodePart> nodes,
            @Nullable SessionsPart sessions,
            long commits,
            long rollbacks,
            double transactionsPerSecond,
            @Nullable Double cacheHitPercent,
            long rowsReturned,
            long rowsWritten,
            long deadlocks,
            long conflicts,
            long tempFiles,
            long tempBytes,
            long databaseBytes,
            long slowQueries,
            InstanceStatus.Indexes indexes,
            List<InstanceStatus.Replica> replication,
            List<PlanChangePart> planChanges,
            Today today,
            List<StatusSessions.ConnectionsPart> connections,
            List<StatusSessions.RunningPart> longRunningQueries,
            List<StatusTops.TopQuery> topQueries,
            List<StatusTops.TopTable> topTables,
            List<InstanceStatus.Collector> failingCollectors,
            OwnWorkText.Overhead overhead,
            List<OwnWorkText.JobPart> jobs) {}

    private record NodePart(
            String address, boolean standby, String version, String startedAt, String lastSeen) {}

    private record SessionsPart(
            String takenAt,
            int connections,
            int connectionLimit,
            int active,
            int idleInTransaction,
            int waitingForLocks,
            @Nullable Long longestQueryMillis,
            @Nullable Long longestIdleInTransactionMillis) {}
}
