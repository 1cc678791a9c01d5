package org.pgwright.benchmarks.budget;

import org.jspecify.annotations.Nullable;
import org.pgwright.benchmarks.MarkdownTable;
import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shows results beside those of the reference advisors, a column a budget. */
public final class BudgetTable {
    private static final double MILLION = 1e6;
    private static final double MILLIS_A_SECOND = 1e3;
    private static final double EQUAL = 0.0005;

    private final List<@Nullable Bytes> budgets;
    private final boolean comparable;
    private final MarkdownTable table;

    private BudgetTable(List<@Nullable Bytes> budgets, boolean comparable) {
        this.budgets = budgets;
        this.comparable = comparable;
        this.table = new MarkdownTable(row("", "target", BudgetTable::shown));
    }

    /**
     * The table.
     *
     * @param scale of TPC-H; the references' figures are shown at theirs only
     * @param results every variant with every budget
     */
    public static String of(
            double scale, List<@Nullable Bytes> budgets, List<BudgetResult> results) {
        BudgetTable all = new BudgetTable(budgets, scale == Reference.SCALE);
        if (all.comparable) {
            all.references();
        }
        results.stream()
                .map(BudgetResult::variant)
                .distinct()
                .forEach(
                        variant ->
                                all.variant(
                                        results.stream()
                                                .filter(r -> r.variant().equals(variant))
                                                .toList()));
        return all.table.shown();
    }

    private void references() {
        for (Reference reference : Reference.ALL) {
            table.add(
                    row(
                            reference.advisor() + ": cost / s / calls",
                            "",
                            budget ->
                                    budget == null
                                            ? ""
                                            : reference
                                                    .under(budget)
                                                    .map(BudgetTable::shown)
                                                    .orElse("")));
        }
        table.add(
                row(
                        "lowest cost of these",
                        "",
                        budget -> best(budget).map(BudgetTable::shown).orElse("")));
    }

    private Optional<Double> best(@Nullable Bytes budget) {
        return budget == null
                ? Optional.empty()
                : Reference.best(budget).map(Reference.Result::cost);
    }

    private void variant(List<BudgetResult> results) {
        Variant variant = results.getFirst().variant();
        table.add(row("**" + variant + "**", "", budget -> ""));
        add(results, "cost", "lowest", r -> shown(r.cost()));
        if (comparable) {
            add(results, "beside the lowest", "-", this::beside);
        }
        if (results.stream().anyMatch(r -> r.hypoPgCost() != null)) {
            add(results, "cost of the same indexes by HypoPG", "lowest", this::byHypoPg);
        }
        add(results, "advice", "5 s", r -> seconds(r.advice()));
        add(results, "advice with the twin's start", "", r -> seconds(r.start().plus(r.advice())));
        add(results, "planner calls", "2,000", r -> String.format(Locale.ROOT, "%,d", r.calls()));
        add(results, "planned", "budget", r -> megabytes(r.bytes()));
        if (variant.hypoPgSizes()) {
            add(results, "would be built", "", r -> megabytes(r.realBytes()));
        }
        add(results, "indexes", "", r -> Integer.toString(r.indexes().size()));
    }

    private void add(
            List<BudgetResult> results,
            String name,
            String target,
            Function<BudgetResult, String> cell) {
        table.add(
                row(
                        name,
                        target,
                        budget ->
                                results.stream()
                                        .filter(r -> Objects.equals(r.budget(), count(budget)))
                                        .findFirst()
                                        .map(cell)
                                        .orElse("")));
    }

    private static @Nullable Long count(@Nullable Bytes budget) {
        return budget == null ? null : budget.count();
    }

    private List<String> row(String name, String target, Function<@Nullable Bytes, String> cell) {
        List<String> cells = new ArrayList<>(Stream.of(name, target).toList());
        for (Bytes budget : budgets) {
            cells.add(cell.apply(budget));
        }
        return cells;
    }

    private String beside(BudgetResult result) {
        if (result.budget() == null) {
            return "";
        }
        return best(new Bytes(result.budget()))
                .map(best -> verdict(result.cost() - best))
                .orElse("");
    }

    private static String verdict(double difference) {
        String sign = difference <= EQUAL ? "%+.3f" : "**%+.3f**";
        return String.format(Locale.ROOT, sign, difference);
    }

    private String byHypoPg(BudgetResult result) {
        Double cost = result.hypoPgCost();
        return cost == null ? "" : shown(cost);
    }

    private static String shown(@Nullable Bytes budget) {
        return budget == null ? "no limit" : megabytes(budget.count());
    }

    private static String shown(Reference.Result result) {
        return String.format(
                Locale.ROOT, "%.3f / %.3g / %,d", result.cost(), result.seconds(), result.calls());
    }

    private static String shown(double cost) {
        return String.format(Locale.ROOT, "%.3f", cost);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS_A_SECOND);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f MB", bytes / MILLION);
    }
}
