package org.pgwright.benchmarks.storage;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.collect.Kept;
import org.pgwright.planner.Progress;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Measures what the repository takes, for each behaviour of a workload in one of its own. */
public final class StorageMeasurement {
    private static final int STATEMENTS = 1_000;

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    /** Every second is a transaction of the repository's, and all seconds are alike. */
    private static final Duration SESSIONS = Duration.ofHours(1);

    private final Machine machine;
    private final Progress progress;

    public StorageMeasurement(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** What was measured, with its table. */
    public record Result(List<StorageResult> results) {
        public Result {
            results = List.copyOf(results);
        }

        public String table() {
            return StorageTable.of(results);
        }
    }

    /** Simulates so many days of each. */
    public Result run(int days) throws SQLException {
        List<StorageResult> results = new ArrayList<>();
        for (Behaviour behaviour : Behaviour.values()) {
            progress.step("A workload that is " + behaviour.word(), 0, 0);
            try (Kept kept = Kept.startHasty(machine)) {
                Repository repository = kept.repository();
                Ids ids = new Ids(InstantSource.system(), new Random());
                new Simulation(repository, ids, behaviour, STATEMENTS, START)
                        .run(Duration.ofDays(days), SESSIONS, progress);
                results.add(
                        new StorageResult(
                                behaviour,
                                days,
                                SESSIONS,
                                TableSizes.read(repository.jdbc()),
                                TableSizes.statementSamples(repository.jdbc())));
            }
        }
        return new Result(results);
    }
}
