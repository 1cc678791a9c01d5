package org.pgwright.advisor;

import org.pgwright.advisor.Advice.FrontierPoint;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.Advice.Statistics;
import org.pgwright.advisor.Advice.WorkloadCost;
import org.pgwright.advisor.Advice.WriteCost;
import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.PlannedStatement;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.advisor.selection.Evaluation;
import org.pgwright.advisor.selection.Selection;
import org.pgwright.advisor.selection.Standing;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes advice of what was chosen. */
final class Conclusion {
    private final AdviceRequest request;
    private final CatalogLookup lookup;
    private final PlannedWorkload workload;
    private final StatementCosts costs;
    private final Map<Integer, Option> options;

    /**
     * @param options all that were tried, by id
     */
    Conclusion(
            AdviceRequest request,
            CatalogLookup lookup,
            PlannedWorkload workload,
            StatementCosts costs,
            Map<Integer, Option> options) {
        this.request = request;
        this.lookup = lookup;
        this.workload = workload;
        this.costs = costs;
        this.options = options;
    }

    /**
     * What was chosen.
     *
     * @param bound of the price of any choice among the same options within the limits
     * @param pool the options that were chosen from
     * @param frontier choices of fewer bytes, and this one; empty where not asked for
     * @param cutShort whether more was to be tried
     */
    record Choice(
            Standing standing,
            double bound,
            BitSet pool,
            List<Standing> frontier,
            boolean cutShort) {
        /** The share of the price by which the best choice can be lower at most, 0 to 1. */
        double gap() {
            return standing.price() > 0
                    ? Math.max(0, (standing.price() - bound) / standing.price())
                    : 0;
        }
    }

    /**
     * @param refused what could not be tried
     */
    Advice advice(
            Evaluation evaluation, Selection selection, Choice choice, List<Rejected> refused) {
        double before = workload.weightedCost();
        Standing chosen = choice.standing();
        Rejections rejections = new Rejections(request.budget(), costs, evaluation);
        List<Option> candidates =
                choice.pool().stream().boxed().flatMap(id -> option(id).stream()).toList();
        List<Rejected> rejected = new ArrayList<>(rejections.notChosen(candidates, chosen));
        rejected.addAll(
                new ExpectedRejections(request, lookup, workload)
                        .beside(
                                indexes(chosen.options()).stream()
                                        .map(HypotheticalIndex::definition)
                                        .toList()));
        rejected.addAll(rejections.useless(List.copyOf(options.values()), chosen));
        rejected.addAll(refused);
        Recommendations recommendations = new Recommendations(lookup, costs, before);
        List<QueryCost> queries = recommendations.queries(chosen.options());
        return new Advice(
                costs.size(),
                workload.skipped(),
                new WorkloadCost(before, costOf(queries)),
                writes(chosen.options()),
                recommendations.of(selection.inOrder(chosen.options()), options),
                List.of(),
                eachOnce(rejected),
                queries,
                usedIndexes(),
                rejections.anyForBudget(),
                choice.frontier().stream().map(this::point).toList(),
                List.of(),
                new Statistics(
                        costs.calls(),
                        costs.cacheHits(),
                        options.size(),
                        choice.bound(),
                        choice.gap(),
                        choice.cutShort()));
    }

    private FrontierPoint point(Standing standing) {
        return new FrontierPoint(
                standing.bytes(),
                standing.total(),
                writes(standing.options()).added(),
                indexes(standing.options()).stream()
                        .map(index -> "CREATE INDEX " + index.definition().shownAfterName())
                        .toList());
    }

    private List<Option> option(int id) {
        Option option = options.get(id);
        return option == null ? List.of() : List.of(option);
    }

    private WriteCost writes(BitSet chosen) {
        Upkeep upkeep = new Upkeep(lookup, workload.statements());
        return new WriteCost(upkeep.costBefore(), upkeep.together(indexes(chosen)).cost());
    }

    private List<HypotheticalIndex> indexes(BitSet chosen) {
        return chosen.stream()
                .boxed()
                .flatMap(id -> option(id).stream())
                .map(Option::index)
                .toList();
    }

    private static double costOf(List<QueryCost> queries) {
        return queries.stream().mapToDouble(query -> query.calls() * query.costAfter()).sum();
    }

    private static List<Rejected> eachOnce(List<Rejected> rejected) {
        Map<String, Rejected> byDefinition = new LinkedHashMap<>();
        rejected.forEach(candidate -> byDefinition.putIfAbsent(candidate.definition(), candidate));
        return List.copyOf(byDefinition.values());
    }

    private Set<QualifiedName> usedIndexes() {
        Set<QualifiedName> used = new HashSet<>();
        for (PlannedStatement statement : workload.statements()) {
            statement.plans().forEach(plan -> plan.visit(node -> addExisting(node, used)));
        }
        return used;
    }

    private static void addExisting(Plan node, Set<QualifiedName> used) {
        if (node.index() instanceof IndexName.Existing(QualifiedName name)) {
            used.add(name);
        }
    }
}
