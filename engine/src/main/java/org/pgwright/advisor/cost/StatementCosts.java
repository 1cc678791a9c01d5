package org.pgwright.advisor.cost;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.cost.KnownPlans.Known;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * What statements cost under sets of options. Asks the planner only where the answer does not
 * follow from earlier ones. Several threads may ask at once, each for statements of its own.
 */
public final class StatementCosts {
    private final WhatIfPlanner planner;
    private final Relevance relevance;
    private final List<Entry> entries;
    private final Map<QualifiedName, List<Entry>> reading = new HashMap<>();
    private final LongAdder cacheHits = new LongAdder();

    public StatementCosts(
            List<PlannedStatement> statements, CatalogLookup lookup, WhatIfPlanner planner) {
        this.planner = planner;
        this.relevance = new Relevance(lookup);
        this.entries = statements.stream().map(Entry::new).toList();
        for (Entry entry : entries) {
            relevance
                    .reached(entry.planned.statement())
                    .forEach(t -> reading.computeIfAbsent(t, n -> new ArrayList<>()).add(entry));
        }
    }

    /**
     * A statement's cost for one call.
     *
     * @param used the options that its plans use
     */
    public record Costed(double cost, BitSet used) {}

    /** How many statements there are; they are numbered from 0. */
    public int size() {
        return entries.size();
    }

    public AdvisedStatement statement(int number) {
        return entries.get(number).planned.statement();
    }

    /** The cost of one call on the database as it is. */
    public double costBefore(int number) {
        return entries.get(number).planned.cost();
    }

    /** Tells of an option before it is part of a configuration. */
    public void know(Option option) {
        for (Entry entry : reading.getOrDefault(option.index().definition().table(), List.of())) {
            AdvisedStatement statement = entry.planned.statement();
            if (relevance.isRelevant(option.index().definition(), statement)) {
                entry.relevant.set(option.id());
                if (relevance.isPromising(option.index().definition(), statement)) {
                    entry.promising.set(option.id());
                }
                relevance
                        .tells(option.index().definition(), statement)
                        .ifPresent(end -> entry.addTeller(end, option.id()));
            }
        }
    }

    /** The options that a statement's plans are likely to use. */
    public BitSet promisingFor(int number) {
        return (BitSet) entries.get(number).promising.clone();
    }

    /**
     * Takes a statement's plans to depend on these options only, until {@link #considerAll}: its
     * costs are then upper bounds, and far fewer plans are asked for.
     */
    public void consider(int number, BitSet options) {
        BitSet considered = (BitSet) options.clone();
        considered.and(entries.get(number).relevant);
        entries.get(number).considered = considered;
    }

    /** Lets plans depend on every option again. */
    public void considerAll() {
        entries.forEach(entry -> entry.considered = entry.relevant);
    }

    /** Whether an option can change a statement's plan, as far as is considered. */
    public boolean isRelevant(int option, int number) {
        return entries.get(number).considered.get(option);
    }

    /** The lowest cost of a call seen so far, under any options. */
    public double lowest(int number) {
        return entries.get(number).lowest;
    }

    /** The cost of one call of a statement with these options on. */
    public Costed cost(int number, BitSet options) {
        Entry entry = entries.get(number);
        BitSet configuration = entry.restricted(options);
        BitSet told = entry.told(configuration);
        double cost = 0;
        BitSet used = new BitSet();
        for (int text = 0; text < entry.plans.size(); text++) {
            Known known = known(entry, text, configuration, told);
            cost += entry.planned.statement().texts().get(text).share() * known.cost();
            used.or(known.used());
        }
        entry.lowest = Math.min(entry.lowest, cost);
        Costed costed = new Costed(cost, used);
        if (entry.differs(costed)) {
            entry.asked.add(costed);
        }
        return costed;
    }

    /** The options that can change a statement's plan, as far as is considered. */
    public BitSet restricted(int number, BitSet options) {
        return entries.get(number).restricted(options);
    }

    /** What plans that were asked for cost and use, each once, in the order of the questions. */
    public List<Costed> asked(int number) {
        return Collections.unmodifiableList(entries.get(number).asked);
    }

    /** The same as {@link #cost} where it follows from what is known; never asks the planner. */
    public Optional<Costed> known(int number, BitSet options) {
        Entry entry = entries.get(number);
        BitSet configuration = entry.restricted(options);
        BitSet told = entry.told(configuration);
        double cost = 0;
        BitSet used = new BitSet();
        for (int text = 0; text < entry.plans.size(); text++) {
            Known known = entry.plans.get(text).find(configuration, told).orElse(null);
            if (known == null) {
                return Optional.empty();
            }
            cost += entry.planned.statement().texts().get(text).share() * known.cost();
            used.or(known.used());
        }
        return Optional.of(new Costed(cost, used));
    }

    /**
     * What one call costs at least with these options on, once the statement has been explored: no
     * less than the lowest cost seen. Never asks the planner.
     */
    public double atLeast(int number, BitSet options) {
        Entry entry = entries.get(number);
        BitSet configuration = entry.restricted(options);
        BitSet told = entry.told(configuration);
        double bound = entry.sum(plans -> plans.atLeast(configuration, told));
        return Math.max(bound, entry.lowest);
    }

    /** What one call costs at most with these options on; never asks the planner. */
    public double atMost(int number, BitSet options) {
        Entry entry = entries.get(number);
        BitSet configuration = entry.restricted(options);
        return entry.sum(plans -> plans.atMost(configuration));
    }

    private Known known(Entry entry, int text, BitSet configuration, BitSet told) {
        Known found = entry.plans.get(text).find(configuration, told).orElse(null);
        if (found != null) {
            cacheHits.increment();
            return found;
        }
        Known made = ask(entry, text, configuration, told);
        entry.plans.get(text).add(made);
        return made;
    }

    private Known ask(Entry entry, int text, BitSet configuration, BitSet told) {
        try {
            PlannableStatement statement = entry.planned.statement().texts().get(text);
            Plan plan = planner.plan(statement, configurationOf(configuration));
            BitSet used = new BitSet();
            plan.hypotheticalIndexes().forEach(used::set);
            return new Known(configuration, used, told, plan.totalCost());
        } catch (PgwrightException failure) {
            if (!PlannedWorkload.concernsOneStatement(failure)) {
                throw failure;
            }
            // Too hard to plan with these on: they are then of no use to it.
            double cost = entry.planned.plans().get(text).totalCost();
            return new Known(configuration, new BitSet(), told, cost);
        }
    }

    /** The plans with these options on, one a text; asks the planner each time. */
    public List<Plan> plans(int number, BitSet options) {
        Entry entry = entries.get(number);
        BitSet configuration = entry.restricted(options);
        if (configuration.isEmpty()) {
            return entry.planned.plans();
        }
        return entry.planned.statement().texts().stream()
                .map(text -> planner.plan(text, configurationOf(configuration)))
                .toList();
    }

    public List<Plan> plansBefore(int number) {
        return entries.get(number).planned.plans();
    }

    private static Configuration configurationOf(BitSet options) {
        return Configuration.of(options.stream().boxed().toList());
    }

    /** Plans asked of the planner so far. */
    public long calls() {
        return planner.calls();
    }

    /** Plans that followed from known ones so far. */
    public long cacheHits() {
        return cacheHits.sum();
    }

    /** A statement with what is known of it. */
    private static final class Entry {
        private final PlannedStatement planned;
        private final List<KnownPlans> plans = new ArrayList<>();
        private final BitSet relevant = new BitSet();
        private final BitSet promising = new BitSet();
        private BitSet considered = relevant;

        /** For each end of a column that options can tell, those that do; in a lasting order. */
        private final Map<Relevance.ColumnEnd, BitSet> tellers = new LinkedHashMap<>();

        private final List<Costed> asked = new ArrayList<>();
        private double lowest;

        Entry(PlannedStatement planned) {
            this.planned = planned;
            this.lowest = planned.cost();
            for (Plan plan : planned.plans()) {
                KnownPlans known = new KnownPlans();
                known.add(new Known(new BitSet(), new BitSet(), new BitSet(), plan.totalCost()));
                plans.add(known);
            }
        }

        /** Whether no plan that needs no more is known to cost as little. */
        boolean differs(Costed costed) {
            return asked.stream()
                    .noneMatch(
                            known ->
                                    known.cost() <= costed.cost()
                                            && KnownPlans.isSubset(known.used(), costed.used()));
        }

        void addTeller(Relevance.ColumnEnd end, int option) {
            tellers.computeIfAbsent(end, e -> new BitSet()).set(option);
        }

        /** Of a figure of each text, by its share. */
        double sum(ToDoubleFunction<KnownPlans> figure) {
            double sum = 0;
            for (int text = 0; text < plans.size(); text++) {
                double share = planned.statement().texts().get(text).share();
                sum += share * figure.applyAsDouble(plans.get(text));
            }
            return sum;
        }

        BitSet restricted(BitSet options) {
            BitSet configuration = (BitSet) options.clone();
            configuration.and(considered);
            return configuration;
        }

        BitSet told(BitSet configuration) {
            BitSet told = new BitSet();
            int end = 0;
            for (BitSet tellingOptions : tellers.values()) {
                told.set(end++, tellingOptions.intersects(configuration));
            }
            return told;
        }
    }
}
