package org.pgwright.advisor;

import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.ddl.IndexBuild;
import org.pgwright.advisor.ddl.IndexBuilds;
import org.pgwright.advisor.selection.Standing;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.planner.Plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts the chosen options into words. */
final class Recommendations {
    private final StatementCosts costs;
    private final double workloadCost;
    private final IndexBuilds builds;
    private final Explanation explanation;
    private final Doubts doubts;

    Recommendations(CatalogLookup lookup, StatementCosts costs, double workloadCost) {
        this.costs = costs;
        this.workloadCost = workloadCost;
        this.builds = new IndexBuilds(lookup);
        this.explanation = new Explanation(lookup);
        this.doubts = new Doubts(lookup, costs);
    }

    /**
     * @param steps the standings with one option more each, the empty one first
     * @param options by id
     */
    List<Recommendation> of(List<Standing> steps, Map<Integer, Option> options) {
        BitSet chosen = steps.getLast().options();
        List<Recommendation> made = new ArrayList<>();
        for (int i = 1; i < steps.size(); i++) {
            BitSet added = (BitSet) steps.get(i).options().clone();
            added.andNot(steps.get(i - 1).options());
            Option option = options.get(added.nextSetBit(0));
            if (option != null) {
                double gain = steps.get(i - 1).total() - steps.get(i).total();
                made.add(recommendation(made.size() + 1, option, gain, chosen));
            }
        }
        return made;
    }

    private Recommendation recommendation(int priority, Option option, double gain, BitSet chosen) {
        List<Integer> served =
                IntStream.range(0, costs.size())
                        .filter(s -> costs.isRelevant(option.id(), s))
                        .filter(s -> costs.cost(s, chosen).used().get(option.id()))
                        .boxed()
                        .sorted(Comparator.comparingDouble(s -> -gained(s, chosen)))
                        .toList();
        IndexBuild build = builds.build(option.index().definition());
        double share = served.stream().mapToDouble(this::weightedBefore).sum() / workloadCost;
        return new Recommendation(
                priority,
                option.index().definition(),
                build.name(),
                build.definition(),
                build.statements(),
                option.index().size(),
                gain,
                option.upkeep(),
                option.charge().share(),
                explanation.reason(
                        option.index().definition(),
                        option.id(),
                        served.stream().map(costs::statement).toList(),
                        served.stream().findFirst().flatMap(s -> change(s, option, chosen)),
                        share),
                queries(served, chosen));
    }

    private double weightedBefore(int statement) {
        return costs.statement(statement).calls() * costs.costBefore(statement);
    }

    private double gained(int statement, BitSet chosen) {
        return weightedBefore(statement)
                - costs.statement(statement).calls() * costs.cost(statement, chosen).cost();
    }

    private Optional<Explanation.Change> change(int statement, Option option, BitSet chosen) {
        List<Plan> after = costs.plans(statement, chosen);
        return IntStream.range(0, after.size())
                .filter(text -> after.get(text).hypotheticalIndexes().contains(option.id()))
                .mapToObj(
                        text ->
                                new Explanation.Change(
                                        costs.statement(statement),
                                        costs.plansBefore(statement).get(text),
                                        after.get(text)))
                .findFirst();
    }

    /** Of all statements, explored or not; those first that cost most with the chosen options. */
    List<QueryCost> queries(BitSet chosen) {
        List<Integer> all = IntStream.range(0, costs.size()).boxed().toList();
        return queries(all, chosen).stream()
                .sorted(
                        Comparator.comparingDouble(
                                (QueryCost query) -> -query.calls() * query.costAfter()))
                .toList();
    }

    /** One for each hash: roles whose texts differ in their values only are one query. */
    private List<QueryCost> queries(List<Integer> served, BitSet chosen) {
        Map<String, QueryCost> byHash = new LinkedHashMap<>();
        for (int number : served) {
            AdvisedStatement statement = costs.statement(number);
            QueryCost query =
                    new QueryCost(
                            statement.statement().hash(),
                            statement.statement().text(),
                            statement.calls(),
                            costs.costBefore(number),
                            costs.cost(number, chosen).cost(),
                            doubts.of(number, chosen).orElse(null));
            byHash.merge(query.hash(), query, Recommendations::together);
        }
        return List.copyOf(byHash.values());
    }

    private static QueryCost together(QueryCost one, QueryCost other) {
        double calls = one.calls() + other.calls();
        double share = one.calls() / calls;
        return new QueryCost(
                one.hash(),
                one.pattern(),
                calls,
                share * one.costBefore() + (1 - share) * other.costBefore(),
                share * one.costAfter() + (1 - share) * other.costAfter(),
                one.doubt() == null ? other.doubt() : one.doubt());
    }
}
