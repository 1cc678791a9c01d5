package org.pgwright.benchmarks;

import org.pgwright.benchmarks.staged.StagedMeasurement;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** {@code staged-indexes}: whether harm is found and taken back, and what helps is kept. */
final class StagedIndexesBenchmark {
    /** Eight intervals of five minutes. */
    private static final Duration BEFORE = Duration.ofMinutes(40);

    /** No policy watches a change for less. */
    private static final Duration WATCH = Duration.ofHours(1);

    /** Changes are judged every ten minutes, and taken back within a minute or two. */
    private static final Duration JUDGING = Duration.ofMinutes(25);

    private static final Duration AFTER = Duration.ofMinutes(10);
    private static final int RATE = 55;

    private final Machine machine;
    private final Progress progress;

    StagedIndexesBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the tables. */
    String run(List<String> given, Results results) throws SQLException, IOException {
        Arguments arguments =
                Arguments.of(given, List.of("before", "watch", "patience", "after", "rate"));
        Duration watch = arguments.duration("watch", WATCH);
        String path = System.getenv().getOrDefault("PATH", "");
        StagedMeasurement.Result result =
                new StagedMeasurement(machine, progress, Clock.systemUTC(), path)
                        .run(
                                new StagedMeasurement.Course(
                                        arguments.duration("before", BEFORE),
                                        watch,
                                        arguments.duration("patience", watch.plus(JUDGING)),
                                        arguments.duration("after", AFTER),
                                        arguments.number("rate", RATE)));
        results.write("staged-indexes", result.table(), result);
        return result.table();
    }
}
