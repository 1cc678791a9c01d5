package org.pgwright.benchmarks;

import org.pgwright.benchmarks.storage.StorageMeasurement;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** {@code storage}: what the repository takes for a month of a database. */
final class StorageBenchmark {
    private static final int DAYS = 1;

    private final Machine machine;
    private final Progress progress;

    StorageBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the table. */
    String run(List<String> given, Results results) throws SQLException, IOException {
        Arguments arguments = Arguments.of(given, List.of("days"));
        StorageMeasurement.Result result =
                new StorageMeasurement(machine, progress).run(arguments.number("days", DAYS));
        results.write("storage", result.table(), result);
        return result.table();
    }
}
