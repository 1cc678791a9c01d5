package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.MarkdownTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tables of {@code collect-cost}. */
final class CostTable {
    private static final double PERCENT = 100;
    private static final double MILLION = 1e6;

    private CostTable() {}

    static String of(List<CostRound> rounds, List<OwnStatements.Ran> ran) {
        List<String> header = new ArrayList<>(List.of("", "target"));
        for (int i = 1; i <= rounds.size(); i++) {
            header.add("round " + i);
        }
        MarkdownTable table = new MarkdownTable(header);
        Rows rows = new Rows(table, rounds);
        rows.add("transactions/s without", "", r -> shown("%.0f", CostRound.mean(r.without())));
        rows.add("transactions/s with", "", r -> shown("%.0f", CostRound.mean(r.with())));
        rows.add("with over without", "within noise", r -> shown("%.3f", r.ratio()));
        rows.add("slices without, over their mean", "", r -> spread(r.without()));
        rows.add("slices with, over their mean", "", r -> spread(r.with()));
        rows.add("server: share of a core", "< 1 %", r -> percent(r.server().steady()));
        rows.add("same, with start and end", "", r -> percent(r.server().whole()));
        rows.add("server: connections", "at most 3", r -> "" + r.server().connections());
        rows.add("pgwright: share of a core", "", r -> percent(r.own().steady()));
        rows.add(
                "pgwright: processor time of the start",
                "",
                r -> shown("%.1f s", r.own().start().toMillis() / 1e3));
        rows.add(
                "pgwright: resident memory",
                "",
                r -> shown("%.0f MB", r.own().peak().count() / MILLION));
        return table.shown() + "\n" + statements(ran);
    }

    private static String statements(List<OwnStatements.Ran> ran) {
        MarkdownTable table =
                new MarkdownTable(List.of("what pgwright ran", "calls", "mean", "longest"));
        for (OwnStatements.Ran one : ran) {
            table.add(
                    List.of(
                            one.name(),
                            "%,d".formatted(one.calls()),
                            shown("%.2f ms", one.meanMillis()),
                            shown("%.2f ms", one.longestMillis())));
        }
        return table.shown();
    }

    private record Rows(MarkdownTable table, List<CostRound> rounds) {
        void add(String name, String target, Function<CostRound, String> cell) {
            table.add(Stream.concat(Stream.of(name, target), rounds.stream().map(cell)).toList());
        }
    }

    /** The lowest and the highest. */
    private static String spread(List<Double> slices) {
        double mean = CostRound.mean(slices);
        double lowest = slices.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        double highest = slices.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return shown("%.2f", lowest / mean) + shown(" to %.2f", highest / mean);
    }

    private static String percent(double share) {
        return shown("%.2f %%", share * PERCENT);
    }

    private static String shown(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
