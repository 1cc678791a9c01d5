package org.pgwright.advisor;

import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.candidate.Candidate;
import org.pgwright.advisor.candidate.CandidateGenerator;
import org.pgwright.advisor.candidate.CoveringCandidates;
import org.pgwright.advisor.candidate.MergedCandidates;
import org.pgwright.advisor.candidate.NarrowerCandidates;
import org.pgwright.advisor.cost.Exploration;
import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.PlannedStatement;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.advisor.selection.Evaluation;
import org.pgwright.advisor.selection.Limits;
import org.pgwright.advisor.selection.Optimization;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** One run of the advisor over one planned workload. */
final class Consultation {
    /**
     * Statements that candidates are made for: those that cost most. The others count, but in
     * workloads of so many they are together a few thousandths of the cost.
     */
    private static final int MAX_EXPLORED = 300;

    /** The rest could not make an index worth its while. */
    private static final double EXPLORED_SHARE = 0.9999;

    /** A what-if planner makes each of them, at some milliseconds. */
    private static final int MAX_CANDIDATES = 400;

    private static final int MAX_COVERING = 200;

    private static final int MAX_MERGED_PER_TABLE = 24;

    /** An index has five keys at most; after so many rounds hardly one is left to take. */
    private static final int MAX_NARROWED = 3;

    /** Some ten seconds of planning; after that only the best plans are looked for. */
    private static final long MAX_CALLS_FOR_SINGLES = 20_000;

    private final AdviceRequest request;
    private final CatalogLookup lookup;
    private final PlannedWorkload workload;
    private final WhatIfPlanner planner;
    private final Progress progress;
    private final StatementCosts costs;
    private final Upkeep upkeep;
    private final Map<Integer, Option> options = new LinkedHashMap<>();
    private final List<Rejected> refusedByPlanner = new ArrayList<>();
    private final Shortlists shortlists;

    Consultation(
            AdviceRequest request,
            CatalogLookup lookup,
            PlannedWorkload workload,
            WhatIfPlanner planner,
            Progress progress) {
        this.request = request;
        this.lookup = lookup;
        this.workload = workload;
        this.planner = planner;
        this.progress = progress;
        this.costs = new StatementCosts(workload.statements(), lookup, planner);
        this.upkeep = new Upkeep(lookup, workload.statements());
        this.shortlists = new Shortlists(costs);
    }

    Advice advice() {
        List<Integer> explored = mostCostly();
        CandidateGenerator generator =
                new CandidateGenerator(
                        lookup,
                        workload.statements().stream().map(PlannedStatement::statement).toList(),
                        planner,
                        table -> request.tables().admits(table, lookup));
        List<AdvisedStatement> inOrder = explored.stream().map(costs::statement).toList();
        List<Candidate> candidates = generator.generate(inOrder, MAX_CANDIDATES);
        progress.step("Making candidates", 0, candidates.size());
        BitSet made = offer(candidates.stream().map(Candidate::definition).toList());
        Map<Integer, BitSet> own = own(candidates);
        explore(explored, "Trying candidates", made, own);
        exploreFurther(
                explored, "Trying covering candidates", coveringDefinitions(explored, generator));
        exploreFurther(explored, "Trying merged candidates", mergedDefinitions(generator));
        return choose(explored, generator);
    }

    /** Explores again with indexes made of those that proved useful. */
    private void exploreFurther(
            List<Integer> explored, String phase, List<IndexDefinition> definitions) {
        BitSet fresh = offer(definitions);
        if (!fresh.isEmpty()) {
            BitSet pool = shortlists.all();
            pool.or(fresh);
            explore(explored, phase, pool, resembling(fresh));
        }
    }

    /** Of each statement's useful ones; those of the costliest statements first. */
    private List<IndexDefinition> coveringDefinitions(
            List<Integer> explored, CandidateGenerator generator) {
        CoveringCandidates covering = new CoveringCandidates(lookup);
        List<IndexDefinition> definitions =
                explored.stream()
                        .flatMap(
                                s ->
                                        covering
                                                .of(
                                                        costs.statement(s),
                                                        shortlists.of(s).stream()
                                                                .mapToObj(this::definition)
                                                                .toList())
                                                .stream())
                        .distinct()
                        .limit(MAX_COVERING)
                        .toList();
        return untried(generator, definitions);
    }

    private List<Integer> mostCostly() {
        List<Integer> ordered =
                IntStream.range(0, costs.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer s) -> -weightedCost(s)))
                        .limit(MAX_EXPLORED)
                        .toList();
        double enough = EXPLORED_SHARE * workload.weightedCost();
        double covered = 0;
        int count = 0;
        while (count < ordered.size() && covered < enough) {
            covered += weightedCost(ordered.get(count++));
        }
        return ordered.subList(0, count);
    }

    private double weightedCost(int statement) {
        return workload.statements().get(statement).weightedCost();
    }

    /** For each statement the options that were made for it. */
    private Map<Integer, BitSet> own(List<Candidate> candidates) {
        Map<IndexDefinition, Integer> ids = new HashMap<>();
        options.values().forEach(o -> ids.put(o.index().definition(), o.id()));
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

    private Map<Integer, BitSet> resembling(BitSet fresh) {
        return shortlists.resembling(fresh.stream().mapToObj(this::option).toList(), this::option);
    }

    /** Makes the indexes known to the planner; the ids of those that it can make. */
    private BitSet offer(List<IndexDefinition> definitions) {
        BitSet made = new BitSet();
        if (definitions.isEmpty()) {
            return made;
        }
        for (Offer offer : planner.offer(definitions)) {
            switch (offer) {
                case Offer.Made(var index) -> {
                    Option option = new Option(index, upkeep.of(index));
                    options.put(option.id(), option);
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

    private void explore(
            List<Integer> statements, String phase, BitSet pool, Map<Integer, BitSet> alone) {
        Exploration exploration = new Exploration(costs, MAX_CALLS_FOR_SINGLES);
        int done = 0;
        for (int statement : statements) {
            progress.step(phase, done++, statements.size());
            Exploration.Found found =
                    exploration.explore(
                            statement, pool, alone.getOrDefault(statement, new BitSet()));
            shortlists.add(statement, found);
        }
        progress.step(phase, done, done);
    }

    /** Of the useful ones, those that help the costliest statements first. */
    private List<IndexDefinition> mergedDefinitions(CandidateGenerator generator) {
        List<IndexDefinition> ranked = shortlists.byWorth().stream().map(this::definition).toList();
        return untried(generator, MergedCandidates.of(ranked, MAX_MERGED_PER_TABLE));
    }

    private IndexDefinition definition(int option) {
        return option(option).index().definition();
    }

    private Option option(int id) {
        Option option = options.get(id);
        if (option == null) {
            throw new IllegalStateException("a plan uses the unknown index " + id);
        }
        return option;
    }

    private Advice choose(List<Integer> explored, CandidateGenerator generator) {
        progress.step("Choosing indexes", 0, 1);
        shortlists.apply();
        long tableBytes = bytesOfTables();
        double before = workload.weightedCost();
        boolean budgeted = request.budget().maxBytes() != null;
        Prices prices =
                budgeted ? Prices.within(before, tableBytes) : Prices.usual(before, tableBytes);
        Thresholds thresholds = budgeted ? Thresholds.within(before) : Thresholds.usual(before);
        Evaluation evaluation = new Evaluation(costs, explored, options.values(), prices);
        Selection selection = new Selection(evaluation, limits(), thresholds);
        Standing chosen =
                narrowed(
                        selection.choose(pool(), shortlists.best(), shortlists.bundles()),
                        selection,
                        evaluation,
                        generator);
        Optimization.Result result = selection.optimized(chosen, pool(), costs);
        progress.step("Choosing indexes", 1, 1);

        List<Rejected> refused = new ArrayList<>(Rejections.refused(generator.refusals()));
        refused.addAll(refusedByPlanner);
        return new Conclusion(request, lookup, workload, costs, options)
                .advice(evaluation, selection, result, pool(), refused);
    }

    /** Takes keys away that nothing needs, one after another. */
    private Standing narrowed(
            Standing start,
            Selection selection,
            Evaluation evaluation,
            CandidateGenerator generator) {
        Standing chosen = start;
        for (int round = 0; round < MAX_NARROWED; round++) {
            List<IndexDefinition> wide =
                    chosen.options().stream().mapToObj(this::definition).toList();
            BitSet narrower = offer(untried(generator, NarrowerCandidates.of(wide)));
            if (narrower.isEmpty()) {
                break;
            }
            shortlists.add(resembling(narrower));
            shortlists.apply();
            evaluation.know(narrower.stream().mapToObj(this::option).toList());
            chosen = selection.better(chosen, pool());
        }
        return chosen;
    }

    private List<Integer> pool() {
        return shortlists.all().stream().boxed().toList();
    }

    private List<IndexDefinition> untried(
            CandidateGenerator generator, List<IndexDefinition> definitions) {
        Set<IndexDefinition> tried = new LinkedHashSet<>();
        options.values().forEach(o -> tried.add(o.index().definition()));
        return generator.allowed(definitions).stream().filter(d -> !tried.contains(d)).toList();
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
