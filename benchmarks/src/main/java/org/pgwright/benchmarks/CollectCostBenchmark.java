package org.pgwright.benchmarks;

import org.pgwright.benchmarks.collect.CollectCost;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** {@code collect-cost}: what watching a busy server costs it. */
final class CollectCostBenchmark {
    private static final int ROUNDS = 2;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Machine machine;
    private final Progress progress;

    CollectCostBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the tables. */
    String run(List<String> given, Results results) throws SQLException, IOException {
        Arguments arguments = Arguments.of(given, List.of("rounds", "window"));
        CollectCost.Result result =
                new CollectCost(machine, progress)
                        .run(
                                arguments.number("rounds", ROUNDS),
                                arguments.duration("window", WINDOW));
        results.write("collect-cost", result.table(), result);
        return result.table();
    }
}
