package org.pgwright.benchmarks.storage;

import org.pgwright.observation.Activity;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.NodeKey;
import org.pgwright.repository.Ids;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.performance.DailyUse;
import org.pgwright.repository.performance.ExistingStrategies;
import org.pgwright.repository.performance.IntervalLog;
import org.pgwright.repository.samples.ActivityMinutes;
import org.pgwright.repository.samples.ActivityStore;
import org.pgwright.repository.samples.CollectorRuns;
import org.pgwright.repository.samples.RollUp;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** What {@code pgwright collect} does with what it has kept, when a simulated clock says so. */
final class Upkeep {
    private static final double SLOW_MILLIS = 1_000;

    /** So that all sessions that were kept are due to be summed up. */
    private static final String KEPT_LONG_AGO =
            """
            ALTER TABLE activity_sample
            ALTER COLUMN kept_at SET DEFAULT clock_timestamp() - interval '1 hour'
            """;

    private final Repository repository;
    private final Partitions partitions;
    private final NodeKey node;
    private final UUID instance;
    private final RollUp rollUp = new RollUp();
    private final CollectorRuns runs = new CollectorRuns();
    private final ActivityMinutes minutes = new ActivityMinutes();
    private final ActivityStore activity = new ActivityStore();
    private final ExistingStrategies strategies;
    private final DailyUse dailyUse;
    private final IntervalLog intervals;

    Upkeep(Repository repository, Partitions partitions, Ids ids, NodeKey node) {
        this.repository = repository;
        this.partitions = partitions;
        this.node = node;
        this.instance = node.instanceId();
        this.strategies = new ExistingStrategies(ids::next);
        this.dailyUse = new DailyUse(ids::next);
        this.intervals = new IntervalLog(ids::next, SLOW_MILLIS);
    }

    /** Keeps how collectors did. */
    void runs(NodeKey node, Instant at, List<CollectorRuns.Runs> of) {
        repository.inTransaction(
                jdbc -> {
                    runs.record(jdbc, node, at, of);
                    return null;
                });
    }

    /** Sums up the hours that are over, and writes the performance log and the use of indexes. */
    void hourly(Instant now) {
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc -> {
                    for (CounterKind kind : CounterKind.values()) {
                        rollUp.due(jdbc, instance, kind, now)
                                .ifPresent(hour -> rollUp.sum(jdbc, instance, kind, hour));
                    }
                    intervals
                            .due(jdbc, node)
                            .ifPresent(interval -> intervals.write(jdbc, node, interval));
                    strategies.refresh(jdbc, instance);
                    dailyUse.write(jdbc, instance, LocalDate.ofInstant(now, ZoneOffset.UTC));
                    return null;
                });
    }

    /** Keeps looks at sessions, one each second. */
    void keepSessions(NodeKey node, Instant start, Duration time, SimulatedSessions sessions) {
        partitions.ensure(PartitionedTable.ACTIVITY_SAMPLE, start);
        repository.inTransaction(jdbc -> jdbc.sql(KEPT_LONG_AGO).update());
        for (int second = 0; second < time.toSeconds(); second++) {
            Activity look = sessions.at(start.plusSeconds(second));
            repository.inTransaction(
                    jdbc -> {
                        activity.record(jdbc, node, look);
                        return null;
                    });
        }
    }

    /** Sums sessions up by the minute. */
    void sumSessions() {
        repository
                .inTransaction(Work.READ, jdbc -> minutes.days(jdbc, instance))
                .forEach(day -> partitions.ensure(PartitionedTable.ACTIVITY_MINUTE, day));
        repository.inTransaction(Work.MAINTENANCE, jdbc -> minutes.sum(jdbc, instance));
    }
}
