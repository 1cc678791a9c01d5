package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.report.StatusReport;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.InstanceStatus;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.TableFigures;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with a database now, and what would help it most. */
final class Concerns {
    private static final Duration UNSEEN = Duration.ofMinutes(5);
    private static final long LONG_IDLE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long LONG_QUERY_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final double CROWDED = 0.8;
    private static final double FULL = 0.95;
    private static final double POOR_CACHE = 0.9;
    private static final long ENOUGH_BLOCKS = 100_000;
    private static final double DEAD = 0.2;
    private static final long MANY_DEAD = 10_000;
    private static final double DEAR = 0.3;

    /** Where all queries together take less, none is dear. */
    private static final double ENOUGH_MILLIS = 1_000;

    private static final double FAR_BEHIND_SECONDS = 30;
    private static final double MILLIS = 1_000;

    private final StatusReport report;
    private final InstanceStatus status;
    private final Address here;
    private final List<Concern> all = new ArrayList<>();

    private Concerns(StatusReport report, Address here) {
        this.report = report;
        this.status = report.status();
        this.here = here;
    }

    /** What is wrong, the worst first. */
    static List<Concern> wrong(StatusReport report, Address here, Instant now) {
        Concerns concerns = new Concerns(report, here);
        concerns.servers(now);
        InstanceStatus.Sessions sessions = concerns.status.sessions();
        if (sessions != null) {
            concerns.sessions(sessions);
        }
        concerns.replicas();
        concerns.throughput();
        concerns.collectors();
        return concerns.all.stream()
                .sorted((one, other) -> one.level().compareTo(other.level()))
                .toList();
    }

    /** What would help, most first. */
    static List<Concern> helpful(StatusReport report, Address here, double totalMillis) {
        Concerns concerns = new Concerns(report, here);
        concerns.plans();
        concerns.dearest(totalMillis);
        concerns.indexes();
        concerns.tables();
        return concerns.all;
    }

    private void servers(Instant now) {
        for (InstanceStatus.Node node : status.nodes()) {
            Duration unseen = Duration.between(node.lastSeen(), now);
            if (unseen.compareTo(UNSEEN) > 0) {
                add(
                        Concern.Level.CRITICAL,
                        "%s has not been seen for %s: is it down, or does pgwright collect not run?"
                                .formatted(
                                        Words.oneLine(node.address()),
                                        Words.time((double) unseen.toMillis())),
                        null);
            }
        }
    }

    private void sessions(InstanceStatus.Sessions sessions) {
        double used =
                sessions.limit() == 0 ? 0 : (double) sessions.connections() / sessions.limit();
        if (used > CROWDED) {
            add(
                    used > FULL ? Concern.Level.CRITICAL : Concern.Level.WARNING,
                    "%s of %s connections are in use (%s)"
                            .formatted(
                                    Words.whole(sessions.connections()),
                                    Words.whole(sessions.limit()),
                                    Words.percent(used, 1)),
                    "/activity");
        }
        if (sessions.waitingForLocks() > 0) {
            add(
                    Concern.Level.WARNING,
                    Words.count(sessions.waitingForLocks(), "session waits", "sessions wait")
                            + " for locks of others",
                    "/activity");
        }
        age(
                sessions.longestIdleInTransactionMillis(),
                LONG_IDLE_MILLIS,
                "is idle in a transaction");
        age(sessions.longestQueryMillis(), LONG_QUERY_MILLIS, "has run one query");
    }

    private void age(@Nullable Long millis, long most, String what) {
        if (millis != null && millis > most) {
            add(
                    Concern.Level.WARNING,
                    "a session %s for %s".formatted(what, Words.time((double) millis)),
                    "/activity");
        }
    }

    private void replicas() {
        for (InstanceStatus.Replica replica : status.replicas()) {
            Double behind = replica.lagSeconds();
            if (behind != null && behind > FAR_BEHIND_SECONDS) {
                add(
                        Concern.Level.WARNING,
                        "%s is %s behind"
                                .formatted(
                                        Words.oneLine(replica.name()), Words.time(MILLIS * behind)),
                        null);
            }
        }
    }

    private void throughput() {
        InstanceStatus.Throughput did = status.throughput();
        Double hit = did.cacheHit();
        if (hit != null && hit < POOR_CACHE && did.blocksHit() + did.blocksRead() > ENOUGH_BLOCKS) {
            add(
                    Concern.Level.WARNING,
                    "only %s of blocks were found in shared buffers"
                            .formatted(Words.percent(hit, 1)),
                    "/queries?sort=reads");
        }
        if (did.deadlocks() > 0) {
            add(
                    Concern.Level.WARNING,
                    Words.count(did.deadlocks(), "deadlock", "deadlocks") + " in this time",
                    "/activity");
        }
        if (status.indexes().invalid() > 0) {
            add(
                    Concern.Level.WARNING,
                    Words.count(status.indexes().invalid(), "index is", "indexes are")
                            + " invalid: written to, and of no use",
                    "/indexes?show=invalid");
        }
    }

    private void collectors() {
        for (InstanceStatus.Collector collector : status.failing()) {
            add(
                    Concern.Level.WARNING,
                    "collector %s%s failed %s of %s times: %s"
                            .formatted(
                                    collector.name(),
                                    collector.databaseName().isEmpty()
                                            ? ""
                                            : " of " + collector.databaseName(),
                                    Words.whole(collector.failures()),
                                    Words.whole(collector.runs()),
                                    String.valueOf(collector.lastFailure())),
                    null);
        }
    }

    private void plans() {
        int changes = report.planChanges().size();
        if (changes > 0) {
            add(
                    Concern.Level.HINT,
                    Words.count(changes, "query is", "queries are")
                            + " slower with a new plan: see what changed",
                    "/queries?show=slower");
        }
    }

    private void dearest(double totalMillis) {
        if (report.topQueries().isEmpty()) {
            return;
        }
        QueryFigures first = report.topQueries().getFirst();
        if (totalMillis > ENOUGH_MILLIS && first.totalMillis() / totalMillis > DEAR) {
            add(
                    Concern.Level.HINT,
                    "one query takes %s of the time of all: make it cheaper, or call it less"
                            .formatted(Words.percent(first.totalMillis(), totalMillis)),
                    "/queries/" + first.hash());
        }
    }

    private void indexes() {
        InstanceStatus.Indexes indexes = status.indexes();
        if (indexes.unused() > 0) {
            add(
                    Concern.Level.HINT,
                    "%s that nothing uses could go: %s, and what writing to them costs"
                            .formatted(
                                    Words.count(indexes.unused(), "index", "indexes"),
                                    new Bytes(indexes.unusedBytes())),
                    "/indexes?show=unused");
        }
    }

    private void tables() {
        for (TableFigures table : report.topTables()) {
            long dead = table.upkeep().deadRows();
            double share = table.upkeep().deadShare(table.rows());
            if (share > DEAD && dead > MANY_DEAD) {
                add(
                        Concern.Level.HINT,
                        "%s of the rows of %s are dead: look at its autovacuum"
                                .formatted(Words.percent(share, 1), table.name().shown()),
                        "/tables/" + TableAddress.of(table));
            }
        }
    }

    /** With the address below that of the database. */
    private void add(Concern.Level level, String sentence, @Nullable String below) {
        all.add(new Concern(level, sentence, below == null ? null : address(below)));
    }

    private String address(String below) {
        String[] parts = below.split("[?=]", -1);
        Address there = here.to(here.path() + parts[0]);
        return (parts.length > 1 ? there.with(parts[1], parts[2]) : there).toString();
    }
}
