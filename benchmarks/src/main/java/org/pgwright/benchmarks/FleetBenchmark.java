package org.pgwright.benchmarks;

import org.pgwright.benchmarks.fleet.FleetMeasurement;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** {@code fleet}: what it takes to watch many databases. */
final class FleetBenchmark {
    private static final int DATABASES = 200;

    /** Tables and indexes are looked at every five minutes, so a little longer. */
    private static final Duration TIME = Duration.ofSeconds(330);

    private final Machine machine;
    private final Progress progress;

    FleetBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the tables. */
    String run(List<String> given, Results results) throws SQLException, IOException {
        Arguments arguments = Arguments.of(given, List.of("databases", "duration"));
        FleetMeasurement.Result result =
                new FleetMeasurement(machine, progress)
                        .run(
                                arguments.number("databases", DATABASES) / 2,
                                arguments.duration("duration", TIME));
        results.write("fleet", result.table(), result);
        return result.table();
    }
}
