package org.pgwright.tuning.watch;

import org.pgwright.observation.CounterKind;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.samples.DayRollUp;
import org.pgwright.repository.samples.RollUp;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Sums counters up to hours, and hours to days. */
final class CounterSums {
    /** Of a repository that was there before days were, so many are made at a time. */
    private static final int MOST_DAYS = 20;

    private final Repository repository;
    private final Partitions partitions;
    private final InstantSource clock;
    private final RollUp rollUp = new RollUp();
    private final DayRollUp dayRollUp = new DayRollUp();

    CounterSums(Repository repository, Partitions partitions, InstantSource clock) {
        this.repository = repository;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** Sums up what is over, of all kinds. */
    void sum(UUID instance) {
        for (CounterKind kind : CounterKind.values()) {
            while (sumNext(instance, kind)) {
                // One hour after the other, each in a transaction of its own.
            }
            int days = 0;
            while (days < MOST_DAYS && sumNextDay(instance, kind)) {
                days++;
            }
        }
    }

    private boolean sumNextDay(UUID instance, CounterKind kind) {
        Optional<Instant> next =
                repository.inTransaction(Work.READ, jdbc -> dayRollUp.due(jdbc, instance, kind));
        if (next.isEmpty()) {
            return false;
        }
        boolean isKept = partitions.ensure(daysOf(kind), next.get());
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc -> {
                    // Another process may have been faster.
                    dayRollUp
                            .due(jdbc, instance, kind)
                            .filter(next.get()::equals)
                            .ifPresent(
                                    day -> {
                                        if (isKept) {
                                            dayRollUp.sum(jdbc, instance, kind, day);
                                        } else {
                                            dayRollUp.pass(jdbc, instance, kind, day);
                                        }
                                    });
                    return null;
                });
        return true;
    }

    private boolean sumNext(UUID instance, CounterKind kind) {
        Instant now = clock.instant();
        Optional<Instant> due =
                repository.inTransaction(Work.READ, jdbc -> rollUp.due(jdbc, instance, kind, now));
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

    private static PartitionedTable daysOf(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> PartitionedTable.STATEMENT_DAY;
            case TABLE -> PartitionedTable.TABLE_DAY;
            case INDEX -> PartitionedTable.INDEX_DAY;
            case DATABASE -> PartitionedTable.DATABASE_DAY;
        };
    }

    private static PartitionedTable hoursOf(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> PartitionedTable.STATEMENT_HOUR;
            case TABLE -> PartitionedTable.TABLE_HOUR;
            case INDEX -> PartitionedTable.INDEX_HOUR;
            case DATABASE -> PartitionedTable.DATABASE_HOUR;
        };
    }
}
