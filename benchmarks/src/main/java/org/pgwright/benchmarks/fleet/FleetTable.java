package org.pgwright.benchmarks.fleet;

import org.pgwright.benchmarks.MarkdownTable;
import org.pgwright.catalog.Bytes;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The tables of {@code fleet}. */
final class FleetTable {
    private static final double PERCENT = 100;
    private static final double MILLION = 1e6;

    private FleetTable() {}

    static String of(FleetMeasurement.Result result) {
        MarkdownTable table =
                new MarkdownTable(
                        List.of(
                                "",
                                "target",
                                "first %d s".formatted(result.start().time().toSeconds()),
                                "next %d s".formatted(result.steady().time().toSeconds())));
        add(table, result, "pgwright: share of a core", "< 100 %", p -> percent(p.own()));
        add(table, result, "its repository: share of a core", "", p -> percent(p.repository()));
        add(table, result, "pgwright: resident memory", "", p -> megabytes(p.resident()));
        add(table, result, "pgwright: most of it", "< 1,000 MB", p -> megabytes(p.peak()));
        add(table, result, "databases looked into", "all", p -> "%,d".formatted(p.databases()));
        return table.shown()
                + "\n"
                + delays(result)
                + "\n%,d databases on two servers; %,d looks failed.\n"
                        .formatted(result.databases(), result.failures())
                + String.join("\n", result.messages());
    }

    private static void add(
            MarkdownTable table,
            FleetMeasurement.Result result,
            String name,
            String target,
            Function<FleetMeasurement.Phase, String> cell) {
        table.add(List.of(name, target, cell.apply(result.start()), cell.apply(result.steady())));
    }

    private static String delays(FleetMeasurement.Result result) {
        MarkdownTable table =
                new MarkdownTable(
                        List.of("from one look to the next", "due", "looks", "median", "longest"));
        for (FleetLooks.Delay delay : result.delays()) {
            table.add(
                    List.of(
                            delay.what(),
                            "%d s".formatted(delay.due()),
                            "%,d".formatted(delay.looks()),
                            shown("%.2f s", delay.median()),
                            shown("%.2f s", delay.longest())));
        }
        return table.shown();
    }

    private static String percent(double share) {
        return shown("%.1f %%", share * PERCENT);
    }

    private static String megabytes(Bytes bytes) {
        return shown("%,.0f MB", bytes.count() / MILLION);
    }

    private static String shown(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
