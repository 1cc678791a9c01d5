package org.pgwright.advisor;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the plans whose lower cost may not be a shorter time: those that look up many rows one by
 * one where the plan before read them in passing.
 */
final class Doubts {
    /** Fewer take some ten milliseconds at most. */
    private static final double MANY_LOOK_UPS = 10_000;

    private final CatalogLookup lookup;
    private final StatementCosts costs;
    private final Map<Question, Optional<String>> answers = new HashMap<>();

    Doubts(CatalogLookup lookup, StatementCosts costs) {
        this.lookup = lookup;
        this.costs = costs;
    }

    private record Question(int statement, BitSet options) {}

    /** What speaks against a statement's plans with these options on. */
    Optional<String> of(int statement, BitSet options) {
        Question question = new Question(statement, (BitSet) options.clone());
        return answers.computeIfAbsent(question, this::answer);
    }

    private Optional<String> answer(Question question) {
        int statement = question.statement();
        if (costs.cost(statement, question.options()).used().isEmpty()) {
            return Optional.empty();
        }
        List<Plan> before = costs.plansBefore(statement);
        List<Plan> after = costs.plans(statement, question.options());
        return IntStream.range(0, after.size())
                .mapToObj(text -> between(before.get(text), after.get(text), lookup))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * What speaks against a plan.
     *
     * @param before the plan as it is
     * @param after the plan with the recommended indexes
     */
    static Optional<String> between(Plan before, Plan after, CatalogLookup lookup) {
        Map<QualifiedName, Double> earlier = LookUps.in(before, lookup);
        Map<QualifiedName, Double> added = LookUps.in(after, lookup);
        added.replaceAll((table, rows) -> rows - earlier.getOrDefault(table, 0.0));
        return added.entrySet().stream()
                .filter(entry -> entry.getValue() >= MANY_LOOK_UPS)
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .map(most -> sentence(most.getKey(), most.getValue()));
    }

    private static String sentence(QualifiedName table, double rows) {
        return String.format(
                Locale.ROOT,
                "its new plan looks up about %,.0f rows of %s one by one; with all data in memory"
                        + " that can take longer than the scan it replaces: measure it",
                rounded(rows),
                table.shown());
    }

    /** To two digits, since it is an estimate. */
    private static double rounded(double rows) {
        double unit = Math.pow(10, Math.floor(Math.log10(rows)) - 1);
        return Math.rint(rows / unit) * unit;
    }
}
