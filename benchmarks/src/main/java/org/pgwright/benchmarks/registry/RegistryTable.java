package org.pgwright.benchmarks.registry;

import org.pgwright.benchmarks.MarkdownTable;
import org.pgwright.benchmarks.built.QueryChange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shows sets of indexes side by side, one of them as what the others are held against. */
public final class RegistryTable {
    private static final double MILLION = 1e6;

    /** The targets: how far a set may be beyond the reference. */
    private static final double TIME = 1.05;

    private static final double COST = 1.01;
    private static final double HALF = 0.5;

    private final List<SetResult> sets;
    private final SetResult reference;

    private RegistryTable(List<SetResult> sets, SetResult reference) {
        this.sets = sets;
        this.reference = reference;
    }

    /** The table of all sets, then the one of their queries. */
    public static String of(List<SetResult> sets, SetResult reference) {
        RegistryTable table = new RegistryTable(sets, reference);
        return table.summary() + "\n" + table.queries();
    }

    private String summary() {
        MarkdownTable table = new MarkdownTable(row("", "target", SetResult::name));
        add(table, "planner cost", COST * reference.costRatio(), SetResult::costRatio, "%.4f");
        add(table, "execution time", TIME * reference.timeRatio(), SetResult::timeRatio, "%.4f");
        add(
                table,
                "bytes",
                HALF * reference.bytes() / MILLION,
                s -> s.bytes() / MILLION,
                "%.0f MB");
        add(table, "write time added", HALF * added(reference), RegistryTable::added, "%.0f %%");
        table.add(row("indexes", "", set -> Integer.toString(set.indexes().size())));
        add(table, "unused indexes", 0, set -> set.unused().size(), "%.0f");
        table.add(
                row(
                        "cost, measured over predicted",
                        "1",
                        set -> shown("%.3f", set.costBesidePrediction())));
        table.add(
                row(
                        "bytes, measured over predicted",
                        "1",
                        set -> shown("%.2f", set.bytesBesidePrediction())));
        return table.shown();
    }

    private static double added(SetResult set) {
        return 100 * (set.writeRatio() - 1);
    }

    /** A row in which a set that misses the target is bold, but for the reference. */
    private void add(
            MarkdownTable table,
            String name,
            double target,
            Function<SetResult, Number> figure,
            String format) {
        table.add(
                row(
                        name,
                        "at most " + shown(format, target),
                        set -> {
                            double value = figure.apply(set).doubleValue();
                            String shown = shown(format, value);
                            return value > target && !set.equals(reference)
                                    ? "**" + shown + "**"
                                    : shown;
                        }));
    }

    private String queries() {
        MarkdownTable table = new MarkdownTable(row("query, ms: weight", "none", SetResult::name));
        List<QueryChange> all = reference.queries();
        for (int i = 0; i < all.size(); i++) {
            int query = i;
            QueryChange without = all.get(i);
            table.add(
                    row(
                            without.name() + shown(": %.0f", without.weight()),
                            shown("%.2f", without.millisBefore()),
                            set -> shown("%.2f", set.queries().get(query).millisAfter())));
        }
        for (String write : reference.writes().keySet()) {
            table.add(
                    row(
                            write,
                            millis(reference.writesBefore(), write),
                            set -> millis(set.writes(), write)));
        }
        return table.shown();
    }

    private static String millis(Map<String, Double> writes, String name) {
        return shown("%.4f", writes.getOrDefault(name, Double.NaN));
    }

    private List<String> row(String name, String second, Function<SetResult, String> cell) {
        List<String> cells = new ArrayList<>(Stream.of(name, second).toList());
        sets.forEach(set -> cells.add(cell.apply(set)));
        return cells;
    }

    private static String shown(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
