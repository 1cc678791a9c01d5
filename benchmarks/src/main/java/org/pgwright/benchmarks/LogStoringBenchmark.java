package org.pgwright.benchmarks;

import org.pgwright.benchmarks.logs.StoredLog;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** {@code log-storing}: how fast {@code pgwright collect} stores a log that it follows. */
final class LogStoringBenchmark {
    private static final int USUAL_MEGABYTES = 256;
    private static final double MEGABYTE = 1e6;
    private static final double MILLIS_A_SECOND = 1e3;

    private final Machine machine;
    private final Progress progress;

    LogStoringBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * Returns the table.
     *
     * @param given the size of the log in megabytes
     */
    String run(List<String> given, Results results) throws SQLException, IOException {
        int megabytes = given.isEmpty() ? USUAL_MEGABYTES : Integer.parseInt(given.getFirst());
        StoredLog.Result result =
                new StoredLog(machine, progress).store((long) (megabytes * MEGABYTE));
        double seconds = result.wall().toMillis() / MILLIS_A_SECOND;
        MarkdownTable table = new MarkdownTable(List.of("", "measured"));
        table.add(List.of("log", shown("%,.0f MB", (double) result.bytes() / MEGABYTE)));
        table.add(List.of("lines", shown("%,.0f", (double) result.lines())));
        table.add(List.of("calls in it", shown("%,.0f", (double) result.calls())));
        table.add(List.of("calls stored", shown("%,.0f", (double) result.storedCalls())));
        table.add(List.of("rows of executions", shown("%,.0f", (double) result.rows())));
        table.add(List.of("time", shown("%,.1f s", seconds)));
        table.add(
                List.of(
                        "MB a second",
                        shown("%,.1f", (double) result.bytes() / MEGABYTE / seconds)));
        table.add(List.of("lines a second", shown("%,.0f", result.lines() / seconds)));
        table.add(
                List.of(
                        "processor time of pgwright",
                        shown("%,.1f s", result.processor().toMillis() / MILLIS_A_SECOND)));
        table.add(
                List.of(
                        "memory of pgwright at most",
                        shown("%,.0f MB", result.peak().count() / MEGABYTE)));
        results.write("log-storing", table.shown(), result);
        return table.shown();
    }

    private static String shown(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
