package org.pgwright.benchmarks.budget;

import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A planner that knows only what the reference advisors were allowed: B-trees on one or two
 * columns, without more columns and without a predicate.
 */
final class TwoColumns implements WhatIfPlanner {
    private static final int MOST = 2;

    private final WhatIfPlanner planner;

    TwoColumns(WhatIfPlanner planner) {
        this.planner = planner;
    }

    @Override
    public List<Offer> offer(List<IndexDefinition> definitions) {
        Queue<Offer> allowed =
                new ArrayDeque<>(
                        planner.offer(definitions.stream().filter(TwoColumns::isAllowed).toList()));
        List<Offer> offers = new ArrayList<>();
        for (IndexDefinition definition : definitions) {
            offers.add(
                    isAllowed(definition)
                            ? allowed.remove()
                            : new Offer.Refused(definition, "only B-trees on up to two columns"));
        }
        return offers;
    }

    private static boolean isAllowed(IndexDefinition definition) {
        return definition.method().equals("btree")
                && definition.keys().size() <= MOST
                && definition.keys().stream().noneMatch(IndexDefinition.Key::expression)
                && definition.include().isEmpty()
                && definition.predicate() == null;
    }

    @Override
    public Plan plan(PlannableStatement statement, Configuration configuration) {
        return planner.plan(statement, configuration);
    }

    @Override
    public int openSessions(int most) {
        return planner.openSessions(most);
    }

    @Override
    public long calls() {
        return planner.calls();
    }

    @Override
    public void close() {
        planner.close();
    }
}
