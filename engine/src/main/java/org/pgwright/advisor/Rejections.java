package org.pgwright.advisor;

import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.candidate.Refusal;
import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.selection.Evaluation;
import org.pgwright.advisor.selection.Standing;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.IndexDefinition;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says what spoke against candidates that one may have expected to see recommended. */
final class Rejections {
    /** Of those refused by a rule, and of those that were weighed. */
    private static final int MAX_SHOWN = 20;

    /** Of the cost that is left; below it the budget is not what speaks against an option. */
    private static final double NOTICEABLE = 0.005;

    private final Budget budget;
    private final StatementCosts costs;
    private final Evaluation evaluation;
    private boolean forBudget;

    Rejections(Budget budget, StatementCosts costs, Evaluation evaluation) {
        this.budget = budget;
        this.costs = costs;
        this.evaluation = evaluation;
    }

    static List<Rejected> refused(List<Refusal> refusals) {
        return refusals.stream()
                .limit(MAX_SHOWN)
                .map(r -> new Rejected(shown(r.definition()), r.reason()))
                .toList();
    }

    /** The useful ones that were not chosen, those that alone would have gained most first. */
    List<Rejected> notChosen(Collection<Option> useful, Standing chosen) {
        Map<Option, Double> gains = new LinkedHashMap<>();
        useful.stream()
                .filter(option -> !chosen.options().get(option.id()))
                .forEach(option -> gains.put(option, gainAlone(option)));
        return gains.entrySet().stream()
                .sorted(Map.Entry.<Option, Double>comparingByValue().reversed())
                .limit(MAX_SHOWN)
                .map(Map.Entry::getKey)
                .map(o -> new Rejected(shown(o.index().definition()), reason(o, chosen)))
                .toList();
    }

    private double gainAlone(Option option) {
        BitSet alone = new BitSet();
        alone.set(option.id());
        return evaluation.knownGain(evaluation.none(), alone);
    }

    private String reason(Option option, Standing chosen) {
        Standing with = evaluation.with(chosen, option.id());
        double gain = chosen.total() - with.total();
        double share = chosen.total() > 0 ? gain / chosen.total() : 0;
        if (gain > 0 && option.upkeep() >= gain) {
            return "writes to %s would pay more for it than queries gain: their time grows by %s"
                    .formatted(
                            option.index().definition().table(),
                            Explanation.percent(option.charge().share()));
        }
        boolean fits =
                budget.allows(chosen.options().cardinality() + 1, chosen.bytes() + option.bytes());
        if (share >= NOTICEABLE && !fits) {
            forBudget = true;
            return "does not fit the budget: it takes %s and would lower the cost that is left by %s"
                    .formatted(new Bytes(option.bytes()), Explanation.percent(share));
        }
        if (share >= NOTICEABLE && budget.maxWriteOverhead() != null) {
            return "writes to %s would cost %s more with it, which the limit has no room for"
                    .formatted(
                            option.index().definition().table(),
                            Explanation.percent(option.charge().share()));
        }
        if (gain <= 0) {
            return "the recommended indexes serve the same queries as well or better";
        }
        return "beside the recommended indexes it would lower the cost that is left by only %s, for %s"
                .formatted(Explanation.percent(share), new Bytes(option.bytes()));
    }

    /** The likeliest candidate of each statement that no candidate helps. */
    List<Rejected> useless(List<Option> tried, Standing chosen) {
        List<Rejected> rejected = new ArrayList<>();
        IntStream.range(0, costs.size())
                .filter(s -> costs.lowest(s) >= costs.costBefore(s))
                .mapToObj(
                        s ->
                                tried.stream()
                                        .filter(o -> costs.isRelevant(o.id(), s))
                                        .filter(o -> !chosen.options().get(o.id()))
                                        .findFirst())
                .flatMap(Optional::stream)
                .map(o -> shown(o.index().definition()))
                .distinct()
                .limit(MAX_SHOWN)
                .forEach(
                        definition ->
                                rejected.add(
                                        new Rejected(
                                                definition,
                                                "the planner uses it in no statement: what it would"
                                                        + " find is too large a part of the table, or"
                                                        + " is found as fast without it")));
        return rejected;
    }

    /** Whether one was left out only because it does not fit the budget. */
    boolean anyForBudget() {
        return forBudget;
    }

    private static String shown(IndexDefinition definition) {
        return "CREATE INDEX " + definition.shownAfterName();
    }
}
