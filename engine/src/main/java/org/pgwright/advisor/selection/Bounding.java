package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Workers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Finds out how far a choice can be from the best: a {@link LowerBound} by what is known, then the
 * plans are asked for that it rests on without knowing them, and so on until the two are close or
 * enough was asked.
 */
final class Bounding {
    private static final int MAX_ROUNDS = 12;

    /** Closer than the planner's own errors. */
    private static final double CLOSE = 0.005;

    /** A round that leaves so much of the gap has no better ones behind it. */
    private static final double STUCK = 0.98;

    private final SelectionModel model;
    private final Workers workers;
    private final BooleanSupplier enough;
    private final List<PlanTree> trees;

    Bounding(
            SelectionModel model,
            List<Integer> statements,
            StatementCosts costs,
            Workers workers,
            BooleanSupplier enough) {
        this.model = model;
        this.workers = workers;
        this.enough = enough;
        PlanTree[] made = new PlanTree[statements.size()];
        workers.each(
                statements.size(),
                place ->
                        made[place] =
                                new PlanTree(
                                        costs,
                                        statements.get(place),
                                        model.options(),
                                        model::onTableOf));
        this.trees = List.copyOf(Arrays.asList(made));
    }

    /**
     * What no choice among the model's options can be cheaper than.
     *
     * @param price of the choice that is known
     */
    double below(double price) {
        double bound = 0;
        double gap = 1;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            LowerBound.Found found = LowerBound.of(model, trees, price);
            bound = Math.max(bound, found.bound());
            double rest = (price - bound) / price;
            boolean stuck = round > 1 && rest > gap * STUCK;
            gap = rest;
            if (gap <= CLOSE || stuck || found.open().isEmpty() || enough.getAsBoolean()) {
                break;
            }
            ask(found.open());
        }
        return Math.min(bound, price);
    }

    private void ask(List<LowerBound.Open> open) {
        Map<PlanTree, List<PlanTree.Leaf>> byTree = new LinkedHashMap<>();
        open.stream()
                .sorted(Comparator.comparingDouble((LowerBound.Open o) -> -o.leaf().atLeast()))
                .forEach(
                        o ->
                                byTree.computeIfAbsent(o.tree(), t -> new ArrayList<>())
                                        .add(o.leaf()));
        List<PlanTree> asked = List.copyOf(byTree.keySet());
        workers.each(
                asked.size(),
                place -> {
                    PlanTree tree = asked.get(place);
                    Objects.requireNonNull(byTree.get(tree)).forEach(tree::expand);
                    tree.refresh();
                });
    }
}
