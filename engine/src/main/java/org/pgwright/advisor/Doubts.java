package org.pgwright.advisor;

import org.pgwright.advisor.LookUps.LookUp;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.error.PgwrightException;
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
 * Finds the plans whose lower cost may not be a shorter time: those that look up so much one by
 * one, where the plan before read it in passing, that the gain is gone if the planner is a little
 * wrong about what a look-up costs or how many there are; and those that read so much of an index
 * that the same holds for its entries.
 */
final class Doubts {
    /** Fewer take some ten milliseconds at most. */
    private static final double MANY_LOOK_UPS = 10_000;

    /**
     * What a look-up may cost more than is estimated, in the planner's units: a page of the index
     * and one of the table.
     */
    private static final double MARGIN = 2;

    /** Fewer take some ten milliseconds at most. */
    private static final double MANY_ENTRIES = 100_000;

    /**
     * What an entry that is read in passing may cost more than is estimated: a row's tuple cost.
     */
    private static final double MARGIN_OF_ENTRY = 0.01;

    /** What a look-up may find that is expected to find nothing. */
    private static final double ROWS_IF_DEPENDENT = 10;

    private static final String UNPLANNED =
            "its plan with all recommended indexes could not be had: measure it";

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
        List<Plan> after;
        try {
            after = costs.plans(statement, question.options());
        } catch (PgwrightException failure) {
            if (!PlannedWorkload.concernsOneStatement(failure)) {
                throw failure;
            }
            // Its cost followed from other plans; too hard to plan with all these on.
            return Optional.of(UNPLANNED);
        }
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
        List<LookUp> earlier = LookUps.in(before, lookup);
        List<LookUp> later = LookUps.in(after, lookup);
        double added = count(later) - count(earlier);
        if (isDoubtful(before, after, added)) {
            return largest(later).map(Doubts::many);
        }
        double read = LookUps.entriesReadIn(after, lookup) - LookUps.entriesReadIn(before, lookup);
        if (read >= MANY_ENTRIES
                && after.totalCost() + read * MARGIN_OF_ENTRY >= before.totalCost()) {
            return Optional.of(wholeIndex(read));
        }
        List<LookUp> unsure = later.stream().filter(LookUp::unsure).toList();
        double feared = count(unsure) * (ROWS_IF_DEPENDENT - 1);
        return isDoubtful(before, after, added + feared)
                ? largest(unsure).map(Doubts::uncertain)
                : Optional.empty();
    }

    /** Whether nothing is gained if each look-up costs more than the planner thinks. */
    private static boolean isDoubtful(Plan before, Plan after, double lookUps) {
        return lookUps >= MANY_LOOK_UPS
                && after.totalCost() + lookUps * MARGIN >= before.totalCost();
    }

    private static double count(List<LookUp> lookUps) {
        return lookUps.stream().mapToDouble(LookUp::count).sum();
    }

    private static Optional<LookUp> largest(List<LookUp> lookUps) {
        return lookUps.stream().max(Comparator.comparingDouble(LookUp::count));
    }

    private static String many(LookUp most) {
        return String.format(
                Locale.ROOT,
                "its new plan makes about %,.0f look-ups in %s one by one; with all data in memory"
                        + " that can take longer than the scan it replaces: measure it",
                rounded(most.count()),
                most.table().shown());
    }

    private static String wholeIndex(double entries) {
        return String.format(
                Locale.ROOT,
                "its new plan reads about %,.0f entries of an index in order, and is estimated to cost"
                        + " little less; a scan of the table, in parallel where it was, can be"
                        + " faster: measure it",
                rounded(entries));
    }

    private static String uncertain(LookUp most) {
        return String.format(
                Locale.ROOT,
                "its new plan expects hardly any of about %,.0f look-ups in %s to find a row; they"
                        + " compare several columns, and if those depend on each other it reads"
                        + " far more: measure it",
                rounded(most.count()),
                most.table().shown());
    }

    /** To two digits, since it is an estimate. */
    private static double rounded(double rows) {
        double unit = Math.pow(10, Math.floor(Math.log10(rows)) - 1);
        return Math.rint(rows / unit) * unit;
    }
}
