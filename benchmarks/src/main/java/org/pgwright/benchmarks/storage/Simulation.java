package org.pgwright.benchmarks.storage;

import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.DatabaseCounter;
import org.pgwright.observation.NodeKey;
import org.pgwright.planner.Progress;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.samples.CollectorRuns;
import org.pgwright.repository.samples.CounterScope;
import org.pgwright.repository.samples.CounterStore;
import org.pgwright.repository.samples.Databases;
import org.pgwright.repository.samples.Relations;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Has the repository keep what looks at a server would have found in days, without waiting for
 * them: the stores, intervals and sums are those of {@code pgwright collect}, the clock is ours.
 */
final class Simulation {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MINUTES_OF_HOUR = 60;
    private static final int RELATIONS_EVERY = 5;

    /** Sums of an hour wait for what may be late. */
    private static final int SUMS_AT = 3;

    private final Repository repository;
    private final SimulatedInstance instance;
    private final Partitions partitions;
    private final Upkeep upkeep;
    private final CounterStore counters = new CounterStore();
    private final Databases databases = new Databases(counters);
    private final Relations relations = new Relations(counters);
    private final SimulatedStatements statements;
    private final SimulatedRelations simulatedRelations;
    private final Map<DatabaseCounter, Long> ofDatabase = new EnumMap<>(DatabaseCounter.class);
    private final Instant start;
    private Instant now;

    /**
     * @param start a beginning of a day (UTC)
     */
    Simulation(
            Repository repository,
            Ids ids,
            Behaviour behaviour,
            int statementCount,
            Instant start) {
        this.repository = repository;
        this.start = start;
        this.now = start;
        this.partitions = new Partitions(repository, () -> now, Retention.DEFAULT);
        partitions.createAhead();
        this.instance = SimulatedInstance.register(repository, ids, start, statementCount);
        this.upkeep = new Upkeep(repository, partitions, ids, instance.node());
        this.statements = new SimulatedStatements(instance.sources(), behaviour);
        this.simulatedRelations = new SimulatedRelations(SimulatedInstance.DATABASE_OID, behaviour);
    }

    /** Lets a time pass, with looks at sessions in the first part of it only. */
    void run(Duration time, Duration sessions, Progress progress) {
        long minutes = time.toMinutes();
        for (int minute = 0; minute <= minutes; minute++) {
            progress.step("Simulating day " + (1 + minute / (24 * MINUTES_OF_HOUR)), 0, 0);
            partitions.createAhead();
            look(minute);
            if (minute % MINUTES_OF_HOUR == SUMS_AT) {
                upkeep.hourly(now);
            }
            now = now.plus(MINUTE);
        }
        upkeep.hourly(now.plus(Duration.ofMinutes(SUMS_AT)));
        upkeep.keepSessions(
                instance.node(), start, sessions, new SimulatedSessions(instance.texts()));
        upkeep.sumSessions();
    }

    /** What is watched. */
    SimulatedInstance instance() {
        return instance;
    }

    private void look(int minute) {
        NodeKey node = instance.node();
        CounterLook look = new CounterLook(now, start, null, 0, false);
        ofDatabase.merge(DatabaseCounter.COMMITS, 1_000L + minute % 7, Long::sum);
        ofDatabase.merge(DatabaseCounter.BLOCKS_HIT, 100_000L + minute % 11, Long::sum);
        repository.inTransaction(
                jdbc -> {
                    databases.record(
                            jdbc, node, true, SimulatedInstance.databases(now, ofDatabase));
                    counters.record(
                            jdbc,
                            CounterScope.ofServer(node, CounterKind.STATEMENT),
                            look,
                            statements.next());
                    if (minute % RELATIONS_EVERY == 0) {
                        relations.record(
                                jdbc,
                                node,
                                true,
                                instance.database(),
                                simulatedRelations.next(look));
                    }
                    return null;
                });
        upkeep.runs(node, now, collectors());
    }

    /** As many as collect from a server with one database. */
    private static List<CollectorRuns.Runs> collectors() {
        return List.of(
                        new CollectorRuns.Subject("activity", ""),
                        new CollectorRuns.Subject("databases", ""),
                        new CollectorRuns.Subject("statements", ""),
                        new CollectorRuns.Subject("replication", ""),
                        new CollectorRuns.Subject("builds", ""),
                        new CollectorRuns.Subject("relations", "shop"))
                .stream()
                .map(subject -> CollectorRuns.Runs.none(subject).and(Duration.ofMillis(7), null))
                .toList();
    }
}
