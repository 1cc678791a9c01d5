package org.pgwright.advisor;

import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.candidate.Candidate;
import org.pgwright.advisor.candidate.CandidateGenerator;
import org.pgwright.advisor.candidate.Variation;
import org.pgwright.advisor.cost.Exploration;
import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.PlannedStatement;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.advisor.cost.Workers;
import org.pgwright.advisor.selection.Evaluation;
import org.pgwright.advisor.selection.Frontier;
import org.pgwright.advisor.selection.Limits;
import org.pgwright.advisor.selection.Prices;
import org.pgwright.advisor.selection.Selection;
import org.pgwright.advisor.selection.Standing;
import org.pgwright.advisor.selection.Thresholds;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** One run of the advisor over one planned workload. */
final class Consultation {
    /**
     * Statements that candidates are made for: those that cost most. The others count, but in
     * workloads of so many they are together a few thousandths of the cost.
     */
    private static final int MAX_EXPLORED = 1_000;

    /** The rest could not make an index worth its while. */
    private static final double EXPLORED_SHARE = 0.9999;

    /** A what-if planner makes each of them, at some milliseconds. */
    private static final int MAX_CANDIDATES = 400;

    private static final int MAX_CANDIDATES_OF_STATEMENT = 2;

    /** Rounds of making variations of what was chosen. */
    private static final int MAX_VARIED = 6;

    /** A round that betters the choice by less has no better ones behind it. */
    private static final double LEAST_BETTERED = 0.001;

    /** A statement that makes less of what is left has nothing to gain that would be noticed. */
    private static final double LEAST_SHARE = 0.0005;

    private static final BitSet NONE = new BitSet();

    private final AdviceRequest request;
    private final CatalogLookup lookup;
    private final PlannedWorkload workload;
    private final WhatIfPlanner planner;
    private final Progress progress;
    private final BooleanSupplier enough;
    private final Workers workers;
    private final StatementCosts costs;
    private final Upkeep upkeep;
    private final Map<Integer, Option> options = new LinkedHashMap<>();
    private final Map<IndexDefinition, Integer> ids = new HashMap<>();
    private final Set<IndexDefinition> offered = new LinkedHashSet<>();
    private final List<Rejected> refusedByPlanner = new ArrayList<>();
    private final Shortlists shortlists;

    Consultation(
            AdviceRequest request, CatalogLookup lookup, PlannedWorkload workload, Asking asking) {
        this.request = request;
        this.lookup = lookup;
        this.workload = workload;
        this.planner = asking.planner();
        this.progress = asking.progress();
        this.enough = asking.enough();
        this.workers = asking.workers();
        this.costs = new StatementCosts(workload.statements(), lookup, planner);
        this.upkeep = new Upkeep(lookup, workload.statements());
        this.shortlists = new Shortlists(costs);
    }

    /**
     * How the planner is asked.
     *
     * @param workers that ask it
     * @param enough whether to end with what there is
     */
    record Asking(
            WhatIfPlanner planner, Workers workers, Progress progress, BooleanSupplier enough) {}

    Advice advice() {
        List<Integer> explored = mostCostly();
        CandidateGenerator generator =
                new CandidateGenerator(
                        lookup,
                        workload.statements().stream().map(PlannedStatement::statement).toList(),
                        planner,
                        table -> request.tables().admits(table, lookup));
        List<AdvisedStatement> inOrder = explored.stream().map(costs::statement).toList();
        int most = Math.max(MAX_CANDIDATES, MAX_CANDIDATES_OF_STATEMENT * explored.size());
        List<Candidate> candidates = generator.generate(inOrder, most);
        progress.step("Making candidates", 0, candidates.size());
        BitSet made = offer(candidates.stream().map(Candidate::definition).toList());
        explore(explored, made, own(candidates));
        return choose(explored, generator);
    }

    private List<Integer> mostCostly() {
        List<Integer> ordered =
                IntStream.range(0, costs.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer s) -> -weightedCost(s)))
                        .limit(MAX_EXPLORED)
                        .toList();
        double enoughCost = EXPLORED_SHARE * workload.weightedCost();
        double covered = 0;
        int count = 0;
        while (count < ordered.size() && covered < enoughCost) {
            covered += weightedCost(ordered.get(count++));
        }
        return ordered.subList(0, count);
    }

    private double weightedCost(int statement) {
        return workload.statements().get(statement).weightedCost();
    }

    /** For each statement the options that were made for it. */
    private Map<Integer, BitSet> own(List<Candidate> candidates) {
        Map<Integer, BitSet> own = new HashMap<>();
        for (Candidate candidate : candidates) {
            Integer id = ids.get(candidate.definition());
            if (id != null) {
                candidate
                        .statements()
                        .forEach(s -> own.computeIfAbsent(s, n -> new BitSet()).set(id));
            }
        }
        return own;
    }

    /** Makes the indexes known to the planner; the ids of those that it can make. */
    private BitSet offer(List<IndexDefinition> definitions) {
        BitSet made = new BitSet();
        if (definitions.isEmpty()) {
            return made;
        }
        offered.addAll(definitions);
        for (Offer offer : planner.offer(definitions)) {
            switch (offer) {
                case Offer.Made(var index) -> {
                    Option option = upkeep.option(index);
                    options.put(option.id(), option);
                    ids.put(index.definition(), option.id());
                    costs.know(option);
                    made.set(option.id());
                }
                case Offer.Refused(var definition, String reason) ->
                        refusedByPlanner.add(
                                new Rejected(
                                        "CREATE INDEX " + definition.shownAfterName(), reason));
            }
        }
        return made;
    }

    private void explore(List<Integer> statements, BitSet pool, Map<Integer, BitSet> alone) {
        Exploration exploration = new Exploration(costs);
        Exploration.Found[] found = new Exploration.Found[statements.size()];
        AtomicInteger done = new AtomicInteger();
        workers.each(
                found.length,
                place -> {
                    int statement = statements.get(place);
                    found[place] =
                            enough.getAsBoolean()
                                    ? Exploration.Found.NOTHING
                                    : exploration.explore(
                                            statement,
                                            pool,
                                            alone.getOrDefault(statement, new BitSet()));
                    progress.step("Trying candidates", done.incrementAndGet(), found.length);
                });
        for (int place = 0; place < found.length; place++) {
            shortlists.add(statements.get(place), Objects.requireNonNull(found[place]));
        }
        shortlists.apply();
    }

    private Option option(int id) {
        Option option = options.get(id);
        if (option == null) {
            throw new IllegalStateException("a plan uses the unknown index " + id);
        }
        return option;
    }

    private Advice choose(List<Integer> explored, CandidateGenerator generator) {
        progress.step("Choosing indexes", 0, 0);
        double before = workload.weightedCost();
        long tableBytes = bytesOfTables();
        boolean budgeted = request.budget().isScarce();
        Prices prices =
                budgeted ? Prices.within(before, tableBytes) : Prices.usual(before, tableBytes);
        Evaluation evaluation = new Evaluation(costs, explored, options.values(), prices, workers);
        Selection selection =
                new Selection(
                        evaluation,
                        costs,
                        limits(),
                        budgeted ? Thresholds.within(before) : Thresholds.usual(before),
                        workers,
                        enough);
        selection.admit(shortlists.all(), Map.of());
        Standing chosen = selection.choose(List.of(new BitSet(), shortlists.best()));
        chosen = varied(chosen, selection, evaluation, generator);
        chosen = selection.worthIt(selection.shaken(chosen));
        progress.step("Bounding the choice", 0, 0);
        chosen = withAllConsidered(chosen, evaluation);
        double bound = enough.getAsBoolean() ? 0 : selection.bound(chosen);
        progress.step("Explaining the choice", 0, 0);
        List<Rejected> refused = new ArrayList<>(Rejections.refused(generator.refusals()));
        refused.addAll(refusedByPlanner);
        Advice advice =
                new Conclusion(request, lookup, workload, costs, options)
                        .advice(
                                evaluation,
                                selection,
                                new Conclusion.Choice(
                                        chosen,
                                        bound,
                                        shortlists.all(),
                                        frontier(evaluation, chosen),
                                        enough.getAsBoolean()),
                                refused);
        progress.step("Looking at columns that hang together", 0, 0);
        return advice.with(
                new StatisticsObjects(request, lookup, costs, planner, enough)
                        .beside(chosen.options()));
    }

    /** What the choice costs when plans may use whatever of it they like. */
    private Standing withAllConsidered(Standing chosen, Evaluation evaluation) {
        costs.considerAll();
        evaluation.know(List.of());
        return evaluation.change(evaluation.none(), chosen.options());
    }

    private List<Standing> frontier(Evaluation evaluation, Standing chosen) {
        if (!request.frontier()) {
            return List.of();
        }
        progress.step("Finding what fewer bytes would do", 0, 0);
        return new Frontier(evaluation, costs, workers, enough)
                .upTo(chosen, shortlists.all(), limits());
    }

    /** Betters a choice by variations of what is chosen, until there are none that better it. */
    private Standing varied(
            Standing start,
            Selection selection,
            Evaluation evaluation,
            CandidateGenerator generator) {
        Standing chosen = start;
        for (int round = 0; round < MAX_VARIED && !enough.getAsBoolean(); round++) {
            Standing last = chosen;
            List<Integer> costly = evaluation.thatMake(LEAST_SHARE, chosen);
            List<Variation> variations = variations(chosen, costly);
            List<IndexDefinition> fresh =
                    variations.stream()
                            .map(Variation::definition)
                            .filter(definition -> !offered.contains(definition))
                            .toList();
            BitSet made = offer(generator.allowed(fresh));
            Map<Integer, BitSet> parents = parents(variations, made);
            shortlists.add(parents);
            shortlists.apply();
            evaluation.know(made.stream().mapToObj(this::option).toList());
            ask(costly, chosen.options(), parents);
            selection.admit(made, parents);
            chosen = selection.better(chosen);
            if (made.isEmpty() || chosen.price() > last.price() * (1 - LEAST_BETTERED)) {
                break;
            }
        }
        return chosen;
    }

    private List<Variation> variations(Standing chosen, List<Integer> costly) {
        Variations variations = new Variations(lookup, request.budget().isScarce());
        List<Variation> all = new ArrayList<>();
        for (int statement : costly) {
            all.addAll(
                    variations.of(
                            costs.statement(statement),
                            definitions(used(statement, chosen.options()))));
        }
        all.addAll(variations.of(definitions(chosen.options()), ranked()));
        return Variation.eachOnce(all);
    }

    /** What a statement uses of what is chosen, and what it would choose for itself. */
    private BitSet used(int statement, BitSet chosen) {
        BitSet used = shortlists.best(statement);
        used.or(costs.cost(statement, chosen).used());
        return used;
    }

    /**
     * Asks what statements use of variations of what they use beside what is chosen, and what
     * without that.
     */
    private void ask(List<Integer> statements, BitSet chosen, Map<Integer, BitSet> parents) {
        workers.each(
                statements.size(),
                place -> {
                    int statement = statements.get(place);
                    BitSet used = used(statement, chosen);
                    BitSet rest = costs.promisingFor(statement);
                    rest.stream()
                            .filter(o -> !used.intersects(parents.getOrDefault(o, NONE)))
                            .forEach(rest::clear);
                    BitSet beside = (BitSet) chosen.clone();
                    beside.or(used);
                    new Exploration(costs).beside(statement, beside, rest);
                    new Exploration(costs).beside(statement, chosen, shortlists.of(statement));
                });
    }

    private List<IndexDefinition> definitions(BitSet some) {
        return some.stream().mapToObj(id -> option(id).index().definition()).toList();
    }

    /** Useful ones, those that help the costliest statements first. */
    private List<IndexDefinition> ranked() {
        return shortlists.byWorth().stream().map(id -> option(id).index().definition()).toList();
    }

    /** By option, those that it may stand in for. */
    private Map<Integer, BitSet> parents(Collection<Variation> variations, BitSet made) {
        Map<Integer, BitSet> parents = new LinkedHashMap<>();
        for (Variation variation : variations) {
            Integer id = ids.get(variation.definition());
            if (id != null && made.get(id)) {
                BitSet some = parents.computeIfAbsent(id, v -> new BitSet());
                variation.parents().stream()
                        .map(ids::get)
                        .filter(Objects::nonNull)
                        .forEach(some::set);
            }
        }
        return parents;
    }

    private Limits limits() {
        Budget budget = request.budget();
        return new Limits(
                budget.maxIndexes() == null ? Integer.MAX_VALUE : budget.maxIndexes(),
                budget.maxBytes() == null ? Long.MAX_VALUE : budget.maxBytes().count(),
                budget.maxWriteOverhead() == null
                        ? Double.POSITIVE_INFINITY
                        : budget.maxWriteOverhead() * upkeep.costBefore());
    }

    private long bytesOfTables() {
        long pages =
                workload.statements().stream()
                        .flatMap(s -> s.statement().references().stream())
                        .flatMap(r -> lookup.table(r.table()).stream())
                        .flatMap(t -> lookup.leavesOf(t).stream())
                        .distinct()
                        .mapToLong((Table t) -> t.size().pages())
                        .sum();
        return pages * lookup.catalog().server().blockSize();
    }
}
