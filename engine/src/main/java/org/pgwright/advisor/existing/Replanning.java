package org.pgwright.advisor.existing;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.cost.PlannedStatement;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;
import org.pgwright.planner.WhatIfPlanner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Plans statements without existing indexes, beside the recommended ones.
 *
 * <p>A statement is planned again only where its plan can become another one: where it uses the
 * index, or where the planner takes estimates from it. Those are the statistics of expressions, and
 * the ends of a B-tree's first column ({@code get_actual_variable_range}) where no other index
 * tells them.
 */
final class Replanning {
    private static final Comparator<Effect> LARGEST_FIRST =
            Comparator.comparingDouble(effect -> -Math.abs(effect.added()));

    private final CatalogLookup lookup;
    private final List<PlannedStatement> statements;
    private final WhatIfPlanner planner;
    private final List<IndexDefinition> made;
    private final SortedSet<Integer> added;
    private final SortedSet<QualifiedName> dropped = new TreeSet<>();
    private final Map<Integer, List<Plan>> standing = new HashMap<>();

    /**
     * @param made the recommended indexes
     * @param added their ids in the planner
     */
    Replanning(
            CatalogLookup lookup,
            List<PlannedStatement> statements,
            WhatIfPlanner planner,
            List<IndexDefinition> made,
            Collection<Integer> added) {
        this.lookup = lookup;
        this.statements = List.copyOf(statements);
        this.planner = planner;
        this.made = List.copyOf(made);
        this.added = new TreeSet<>(added);
    }

    /**
     * What dropping an index does.
     *
     * @param uses how many statements use it, as it is or with the recommended indexes
     * @param users what it does to those that use it, the largest first
     * @param effects on statements that were planned again, the largest first
     */
    record Trial(
            Index index,
            int uses,
            List<Effect> users,
            List<Effect> effects,
            Map<Integer, List<Plan>> plans) {}

    /**
     * Tries to do without an index, and without those dropped before.
     *
     * @throws org.pgwright.error.PgwrightException if the planner fails
     */
    Trial without(Index index) {
        Set<QualifiedName> names = names(index);
        SortedSet<QualifiedName> hidden = new TreeSet<>(dropped);
        hidden.addAll(names);
        boolean tells = tellsPlanner(index);
        int uses = 0;
        List<Effect> users = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        Map<Integer, List<Plan>> plans = new HashMap<>();
        for (PlannedStatement planned : statements) {
            if (!reaches(planned.statement(), index.table())) {
                continue;
            }
            List<Plan> before = standing(planned);
            boolean used = uses(before, names);
            uses += used || uses(planned.plans(), names) ? 1 : 0;
            if (used || tells) {
                List<Plan> after = plans(planned, hidden);
                plans.put(planned.statement().number(), after);
                Effect effect = effect(planned, before, after);
                effects.add(effect);
                if (used) {
                    users.add(effect);
                }
            }
        }
        users.sort(LARGEST_FIRST);
        effects.sort(LARGEST_FIRST);
        return new Trial(index, uses, users, effects, plans);
    }

    /** Does without the index from now on. */
    void accept(Trial trial) {
        dropped.addAll(names(trial.index()));
        standing.putAll(trial.plans());
    }

    private Set<QualifiedName> names(Index index) {
        Set<QualifiedName> names = new TreeSet<>();
        names.add(index.name());
        lookup.partsOf(index.name()).forEach(part -> names.addAll(names(part)));
        return names;
    }

    /**
     * Whether estimates change without it, so that any statement on its table may be planned anew.
     */
    private boolean tellsPlanner(Index index) {
        if (index.keys().stream().anyMatch(key -> key.column() == null)) {
            return true;
        }
        if (!index.method().equals("btree") || index.predicate() != null) {
            return false;
        }
        String first = index.keys().getFirst().expression();
        boolean another =
                lookup.indexesOf(index.table()).stream()
                        .filter(o -> !o.name().equals(index.name()) && !dropped.contains(o.name()))
                        .filter(o -> o.valid() && o.method().equals("btree"))
                        .filter(o -> o.predicate() == null)
                        .anyMatch(o -> o.keys().getFirst().expression().equals(first));
        return !another
                && made.stream()
                        .filter(d -> d.table().equals(index.table()) && d.predicate() == null)
                        .filter(d -> d.method().equals("btree"))
                        .noneMatch(d -> d.columns().getFirst().equals(first));
    }

    private boolean reaches(AdvisedStatement statement, QualifiedName table) {
        return statement.references().stream()
                .anyMatch(
                        r ->
                                r.table().equals(table)
                                        || lookup.partitionAncestorsOf(r.table()).contains(table)
                                        || lookup.descendantsOf(r.table()).stream()
                                                .anyMatch(t -> t.name().equals(table)));
    }

    private List<Plan> standing(PlannedStatement planned) {
        int number = planned.statement().number();
        List<Plan> known = standing.get(number);
        if (known == null) {
            known =
                    added.isEmpty() && dropped.isEmpty()
                            ? planned.plans()
                            : plans(planned, dropped);
            standing.put(number, known);
        }
        return known;
    }

    private List<Plan> plans(PlannedStatement planned, SortedSet<QualifiedName> hidden) {
        Configuration configuration = new Configuration(added, hidden);
        return planned.statement().texts().stream()
                .map(text -> planner.plan(text, configuration))
                .toList();
    }

    private static boolean uses(List<Plan> plans, Set<QualifiedName> names) {
        List<Plan> using = new ArrayList<>();
        plans.forEach(
                plan ->
                        plan.visit(
                                node -> {
                                    if (node.index() instanceof IndexName.Existing(var name)
                                            && names.contains(name)) {
                                        using.add(node);
                                    }
                                }));
        return !using.isEmpty();
    }

    private static Effect effect(PlannedStatement planned, List<Plan> before, List<Plan> after) {
        AdvisedStatement statement = planned.statement();
        return new Effect(
                statement.statement().hash(),
                statement.statement().text(),
                statement.calls(),
                cost(planned, before),
                cost(planned, after));
    }

    private static double cost(PlannedStatement planned, List<Plan> plans) {
        return new PlannedStatement(planned.statement(), plans).cost();
    }
}
