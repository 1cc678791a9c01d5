package org.pgwright.benchmarks.fidelity;

import org.jspecify.annotations.Nullable;
import org.pgwright.benchmarks.MarkdownTable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Shows measurements of fidelity. */
public final class FidelityTable {
    private static final double NANOS_A_SECOND = 1e9;
    private static final double NANOS_A_MICRO = 1e3;

    private FidelityTable() {}

    /** A table for each sample, with a column for each planner. */
    public static String of(List<FidelityColumn> columns) {
        StringBuilder tables = new StringBuilder();
        columns.stream()
                .map(FidelityColumn::sample)
                .distinct()
                .forEach(
                        sample ->
                                tables.append("**%s**\n\n".formatted(sample))
                                        .append(ofOne(of(sample, columns)))
                                        .append('\n'));
        return tables.toString();
    }

    private static List<FidelityColumn> of(String sample, List<FidelityColumn> columns) {
        return columns.stream().filter(column -> column.sample().equals(sample)).toList();
    }

    private static String ofOne(List<FidelityColumn> columns) {
        List<String> header = new ArrayList<>(List.of("", "target"));
        columns.forEach(column -> header.add(column.planner()));
        MarkdownTable table = new MarkdownTable(header);
        existing(table, columns);
        tried(table, columns, "", FidelityResult::all);
        tried(table, columns, ", index used", FidelityResult::using);
        sizes(table, columns);
        row(table, columns, "twin built, with its server", "", c -> seconds(c.build()));
        row(table, columns, "what-if call, 5 of 300 on", "1 ms", c -> micros(c.call()));
        return table.shown();
    }

    private static void existing(MarkdownTable table, List<FidelityColumn> columns) {
        row(table, columns, "existing plans", "", c -> count(c.result().existing()));
        row(
                table,
                columns,
                "identical in shape and cost",
                "95 %",
                c -> percent(c.result().identicalShare()));
        row(table, columns, "indexes tried", "", c -> count(c.result().sizes().size()));
        row(table, columns, "indexes refused", "0", c -> count(c.result().refused().size()));
    }

    private static void tried(
            MarkdownTable table,
            List<FidelityColumn> columns,
            String which,
            Function<FidelityResult, TriedPlans> plans) {
        Function<FidelityColumn, TriedPlans> tried = c -> plans.apply(c.result());
        row(table, columns, "plans" + which, "", c -> count(tried.apply(c).count()));
        row(
                table,
                columns,
                "same shape" + which,
                "98 %",
                c -> percent(tried.apply(c).sameShapeShare()));
        row(
                table,
                columns,
                "cost ratio, median" + which,
                "1.00",
                c -> ratio(tried.apply(c).costRatio(50)));
        row(
                table,
                columns,
                "cost ratio, P95" + which,
                "1.05",
                c -> ratio(tried.apply(c).costRatio(95)));
        row(
                table,
                columns,
                "cost ratio, worst" + which,
                "",
                c -> ratio(tried.apply(c).costRatio(100)));
    }

    private static void sizes(MarkdownTable table, List<FidelityColumn> columns) {
        for (String method : List.of("btree", "hash", "gin", "gist", "brin")) {
            row(
                    table,
                    columns,
                    method + " size, median error",
                    method.equals("btree") ? "5 %" : "",
                    c -> sizeError(c.result(), method));
        }
    }

    private static void row(
            MarkdownTable table,
            List<FidelityColumn> columns,
            String measure,
            String target,
            Function<FidelityColumn, String> value) {
        List<String> cells = new ArrayList<>(List.of(measure, target));
        columns.forEach(column -> cells.add(value.apply(column)));
        table.add(cells);
    }

    private static String count(int count) {
        return Integer.toString(count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.4f", ratio);
    }

    private static String sizeError(FidelityResult result, String method) {
        boolean any = result.sizes().stream().anyMatch(size -> size.method().equals(method));
        return any ? percent(result.medianSizeError(method)) : "-";
    }

    private static String seconds(@Nullable Duration duration) {
        return duration == null
                ? "-"
                : String.format(Locale.ROOT, "%.2f s", duration.toNanos() / NANOS_A_SECOND);
    }

    private static String micros(Duration duration) {
        return String.format(Locale.ROOT, "%.0f µs", duration.toNanos() / NANOS_A_MICRO);
    }
}
