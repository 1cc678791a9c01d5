package org.pgwright.tuning.watch;

import org.pgwright.error.PgwrightException;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.NodeKey;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.samples.CollectorRuns;
import org.pgwright.repository.samples.RollUp;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Puts in order what was collected: how the collectors did, sums by the hour, partitions. What
 * fails is told, and done the next time.
 */
final class Upkeep {
    private final Repository repository;
    private final Partitions partitions;
    private final InstantSource clock;
    private final Consumer<String> messages;
    private final CollectorRuns runs = new CollectorRuns();
    private final RollUp rollUp = new RollUp();
    private Instant since;

    Upkeep(
            Repository repository,
            Partitions partitions,
            InstantSource clock,
            Consumer<String> messages) {
        this.repository = repository;
        this.partitions = partitions;
        this.clock = clock;
        this.messages = messages;
        this.since = clock.instant();
    }

    void run(List<NodeWatch> watches) {
        try {
            watches.forEach(this::keepHealth);
            since = clock.instant();
            watches.stream().map(NodeWatch::node).map(NodeKey::instanceId).distinct().forEach(this::sum);
            partitions.maintain();
        } catch (PgwrightException failure) {
            messages.accept(String.valueOf(failure.getMessage()));
        }
    }

    private void keepHealth(NodeWatch watch) {
        partitions.ensure("collector_run", since);
        List<CollectorRuns.Runs> taken = watch.health().take();
        repository.inTransaction(
                jdbc -> {
                    runs.record(jdbc, watch.node(), since, taken);
                    return null;
                });
    }

    private void sum(UUID instance) {
        for (CounterKind kind : CounterKind.values()) {
            while (sumNext(instance, kind)) {
                // One hour after the other, each in a transaction of its own.
            }
        }
    }

    private boolean sumNext(UUID instance, CounterKind kind) {
        Instant now = clock.instant();
        Optional<Instant> due =
                repository.inTransaction(
                        Work.READ, jdbc -> rollUp.due(jdbc, instance, kind, now));
        if (due.isEmpty()) {
            return false;
        }
        partitions.ensure(hoursOf(kind), due.get());
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc ->
                        rollUp.due(jdbc, instance, kind, now)
                                .map(hour -> rollUp.sum(jdbc, instance, kind, hour))
                                .orElse(0));
        return true;
    }

    private static String hoursOf(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> "statement_hour";
            case TABLE -> "table_hour";
            case INDEX -> "index_hour";
            case DATABASE -> "database_hour";
        };
    }
}
