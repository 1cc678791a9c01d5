package org.pgwright.benchmarks;

import org.pgwright.benchmarks.collect.CollectTruth;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** {@code collect-truth}: whether the repository holds what the server counted. */
final class CollectTruthBenchmark {
    private static final Duration DURATION = Duration.ofHours(1);

    private final Machine machine;
    private final Progress progress;

    CollectTruthBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the table. */
    String run(List<String> given, Results results) throws SQLException, IOException {
        Arguments arguments = Arguments.of(given, List.of("duration"));
        CollectTruth.Result result =
                new CollectTruth(machine, progress).run(arguments.duration("duration", DURATION));
        results.write("collect-truth", result.table(), result);
        return result.table();
    }
}
