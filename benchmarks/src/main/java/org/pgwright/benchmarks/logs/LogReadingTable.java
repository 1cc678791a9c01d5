package org.pgwright.benchmarks.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.benchmarks.MarkdownTable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What reading logs took, a column a log. */
public final class LogReadingTable {
    private static final double NANOS_A_SECOND = 1e9;
    private static final double MEGABYTE = 1e6;
    private static final double KILOBYTES_A_MEGABYTE = 1e6 / 1024;
    private static final String NOT_THERE = "not there";

    private final List<LogReadings> logs;
    private final boolean isAlone;
    private final MarkdownTable table;

    /**
     * @param isAlone whether pgBadger was not asked for, rather than not there
     */
    public LogReadingTable(List<LogReadings> logs, boolean isAlone) {
        this.isAlone = isAlone;
        this.logs = List.copyOf(logs);
        List<String> header = new ArrayList<>(List.of("", "target"));
        logs.forEach(log -> header.add("%,.0f MB".formatted(log.bytes() / MEGABYTE)));
        table = new MarkdownTable(header);
    }

    /** In Markdown. */
    public String shown() {
        row("calls in the log", "", log -> count(log.written().calls()));
        row("plans of auto_explain", "", log -> count(log.written().plans()));
        row("all counted by all, plans too by pgBadger", "yes", log -> log.agree() ? "yes" : "no");
        program("pgwright log", LogReadings::pgwright);
        row("pgwright log, MB a second", "", log -> speed(log));
        if (!isAlone) {
            beside();
        }
        return table.shown();
    }

    private void beside() {
        program("pgBadger", LogReadings::pgbadger);
        program("pgBadger -j 2", LogReadings::pgbadgerOnTwo);
        row("pgBadger's time over pgwright's", "10", log -> ratio(log, log.pgbadger()));
        row(
                "pgBadger's on two cores over pgwright's",
                "10",
                log -> ratio(log, log.pgbadgerOnTwo()));
    }

    private void program(
            String name, Function<LogReadings, LogReadings.@Nullable Reading> program) {
        row(name + ", time", "", log -> time(program.apply(log), MeasuredProcess.Taken::wall));
        row(
                name + ", processor time",
                "",
                log -> time(program.apply(log), MeasuredProcess.Taken::processor));
        row(name + ", memory at most", "", log -> memory(program.apply(log)));
        row(
                name + ", counted",
                "",
                log -> {
                    LogReadings.Reading reading = program.apply(log);
                    return reading == null ? NOT_THERE : count(reading.statements());
                });
    }

    private void row(String name, String target, Function<LogReadings, String> cell) {
        List<String> cells = new ArrayList<>(List.of(name, target));
        logs.forEach(log -> cells.add(cell.apply(log)));
        table.add(cells);
    }

    private static String time(
            LogReadings.@Nullable Reading reading, Function<MeasuredProcess.Taken, Duration> part) {
        return reading == null
                ? NOT_THERE
                : shown("%,.1f s", part.apply(reading.taken()).toNanos() / NANOS_A_SECOND);
    }

    private static String memory(LogReadings.@Nullable Reading reading) {
        return reading == null
                ? NOT_THERE
                : shown("%,.0f MB", reading.taken().peakKilobytes() / KILOBYTES_A_MEGABYTE);
    }

    private static String speed(LogReadings log) {
        double seconds = log.pgwright().taken().wall().toNanos() / NANOS_A_SECOND;
        return shown("%,.0f", log.bytes() / MEGABYTE / seconds);
    }

    private static String ratio(LogReadings log, LogReadings.@Nullable Reading other) {
        if (other == null) {
            return NOT_THERE;
        }
        double ours = log.pgwright().taken().wall().toNanos();
        return shown("%.1f", other.taken().wall().toNanos() / ours);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String shown(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
