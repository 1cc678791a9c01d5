package org.pgwright.benchmarks.truth;

import org.pgwright.benchmarks.MarkdownTable;
import org.pgwright.benchmarks.built.QueryChange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Shows results, a column a database, and then every index. */
public final class TruthTable {
    private static final double PERCENT = 100;

    private TruthTable() {}

    /** Both tables. */
    public static String of(List<TruthResult> results) {
        return summary(results) + "\n" + indexes(results);
    }

    private static String summary(List<TruthResult> results) {
        List<String> header = new ArrayList<>(List.of("", "target"));
        results.forEach(result -> header.add(result.sample()));
        MarkdownTable table = new MarkdownTable(header);
        add(table, results, "recommendations", "", r -> shown("%.0f", r.indexes().size()));
        add(
                table,
                results,
                "rank correlation of gains, each alone",
                "",
                r -> shown("%.2f", r.correlation(IndexTruth::alone)));
        add(
                table,
                results,
                "rank correlation of gains, each as the last",
                "",
                r -> shown("%.2f", r.correlation(IndexTruth::last)));
        add(
                table,
                results,
                "made nothing better",
                "at most 2 %",
                r -> shown("%.0f %%", PERCENT * r.useless().size() / r.indexes().size()));
        add(table, results, "queries", "", r -> shown("%.0f", r.queries().size()));
        add(
                table,
                results,
                "cost that is left",
                "",
                r -> shown("%.3f", QueryChange.costRatio(r.queries())));
        add(
                table,
                results,
                "time that is left",
                "",
                r -> shown("%.3f", QueryChange.timeRatio(r.queries())));
        add(table, results, "called doubtful", "", r -> listed(r.doubtful()));
        add(table, results, "slower by over 10 %", "", r -> listed(r.slower()));
        add(table, results, "of these unflagged", "none", r -> listed(r.unflagged()));
        return table.shown();
    }

    private static String listed(List<String> queries) {
        return queries.isEmpty() ? "none" : String.join(", ", queries);
    }

    private static void add(
            MarkdownTable table,
            List<TruthResult> results,
            String name,
            String target,
            Function<TruthResult, String> cell) {
        List<String> cells = new ArrayList<>(List.of(name, target));
        results.forEach(result -> cells.add(cell.apply(result)));
        table.add(cells);
    }

    private static String indexes(List<TruthResult> results) {
        MarkdownTable table =
                new MarkdownTable(
                        List.of(
                                "index",
                                "alone: cost",
                                "ms",
                                "best query",
                                "as the last: cost",
                                "ms",
                                "best query"));
        for (TruthResult result : results) {
            for (IndexTruth truth : result.indexes()) {
                List<String> cells = new ArrayList<>(List.of(truth.index()));
                cells.addAll(cells(truth.alone()));
                cells.addAll(cells(truth.last()));
                table.add(cells);
            }
        }
        return table.shown();
    }

    private static List<String> cells(Gain gain) {
        return List.of(
                shown("%,.0f", gain.cost()),
                shown("%,.1f", gain.millis()),
                shown("%.0f %%", PERCENT * gain.best()));
    }

    private static String shown(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
