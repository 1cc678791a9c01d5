package org.pgwright.advisor.selection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What no choice within the limits can fall below.
 *
 * <p>Lagrangian relaxation (Fisher, "The Lagrangian Relaxation Method for Solving Integer
 * Programming Problems", Management Science 1981): that a plan needs its options is no longer
 * demanded but priced, as are the limits; statements and options then decide each for itself, and
 * whatever the prices, the sum of the best decisions is a lower bound. The prices are bettered by
 * subgradient steps (Held, Wolfe, Crowder 1974). Plans that are not known count with what they cost
 * at least, and with one option of those that they are known to need.
 */
final class LowerBound {
    private static final int STEPS = 400;

    /** After so many steps without a better bound the steps become shorter. */
    private static final int PATIENCE = 12;

    private static final double FIRST_LENGTH = 1.5;
    private static final double SHORTEST = 0.002;

    private final SelectionModel model;
    private final List<Row> rows = new ArrayList<>();
    private final int[] options;
    private final double[] gainOfOption;
    private final BitSet made = new BitSet();
    private double priceOfBytes;
    private double priceOfCount;

    /**
     * The best that the relaxation found.
     *
     * @param bound at or below the price of every choice within the limits
     * @param wished options that are worth more to all statements together than their price
     * @param open leaves that the bound rests on, by statement
     */
    record Found(double bound, BitSet wished, List<Open> open) {}

    /** A leaf of a statement. */
    record Open(PlanTree tree, PlanTree.Leaf leaf) {}

    private LowerBound(SelectionModel model, List<PlanTree> trees) {
        this.model = model;
        this.options = model.options().stream().toArray();
        this.gainOfOption = new double[model.ids()];
        for (PlanTree tree : trees) {
            rows.add(new Row(tree));
        }
    }

    /**
     * @param trees one a statement
     * @param upper the price of a choice that is known
     */
    static Found of(SelectionModel model, List<PlanTree> trees, double upper) {
        return new LowerBound(model, trees).search(upper);
    }

    /** A statement with what its plans are charged for each option. */
    private static final class Row {
        private final PlanTree tree;
        private final int[] options;
        private final double[] charge;
        private final List<int[]> needs = new ArrayList<>();
        private final List<Double> costs = new ArrayList<>();
        private int chosen;
        private int[] wished = {};

        Row(PlanTree tree) {
            this.tree = tree;
            BitSet all = new BitSet();
            tree.plans().forEach(plan -> all.or(plan.needed()));
            tree.leaves().forEach(leaf -> all.or(leaf.group()));
            this.options = all.stream().toArray();
            this.charge = new double[options.length];
            for (PlanTree.Known plan : tree.plans()) {
                needs.add(plan.needed().stream().map(this::placeOf).toArray());
                costs.add(plan.cost());
            }
            for (PlanTree.Leaf leaf : tree.leaves()) {
                needs.add(leaf.group().stream().map(this::placeOf).toArray());
                costs.add(leaf.atLeast());
            }
        }

        private int placeOf(int option) {
            return Arrays.binarySearch(options, option);
        }

        /** A plan needs all of its options, a leaf the one of its group that is charged least. */
        double choose() {
            double least = Double.POSITIVE_INFINITY;
            for (int plan = 0; plan < costs.size(); plan++) {
                int[] wishes =
                        plan < tree.plans().size() ? needs.get(plan) : cheapest(needs.get(plan));
                double cost = costs.get(plan);
                for (int place : wishes) {
                    cost += charge[place];
                }
                if (cost < least) {
                    least = cost;
                    chosen = plan;
                    wished = wishes;
                }
            }
            return least;
        }

        private int[] cheapest(int[] group) {
            int best = -1;
            for (int place : group) {
                best = best < 0 || charge[place] < charge[best] ? place : best;
            }
            return best < 0 ? group : new int[] {best};
        }

        PlanTree.@Nullable Leaf openLeaf() {
            int leaf = chosen - tree.plans().size();
            return leaf >= 0 ? tree.leaves().get(leaf) : null;
        }
    }

    private Found search(double upper) {
        Found best = new Found(Double.NEGATIVE_INFINITY, new BitSet(), List.of());
        double length = FIRST_LENGTH;
        int waited = 0;
        for (int step = 0; step < STEPS && length > SHORTEST; step++) {
            double bound = bound();
            if (bound > best.bound + 1e-9 * Math.abs(upper)) {
                best = new Found(bound, wished(), open());
                waited = 0;
            } else if (++waited > PATIENCE) {
                length /= 2;
                waited = 0;
            }
            if (!move(length * Math.max(0, 1.001 * upper - bound))) {
                break;
            }
        }
        return best;
    }

    private double bound() {
        double sum = -priceOfBytes - priceOfCount * countLimit();
        Arrays.fill(gainOfOption, 0);
        for (Row row : rows) {
            sum += row.choose();
            for (int place = 0; place < row.options.length; place++) {
                gainOfOption[row.options[place]] += row.charge[place];
            }
        }
        made.clear();
        for (int option : options) {
            double reduced = reducedPrice(option);
            if (reduced < 0) {
                made.set(option);
                sum += reduced;
            }
        }
        return sum;
    }

    private double reducedPrice(int option) {
        return model.price(option)
                + priceOfBytes * shareOfBytes(option)
                + priceOfCount
                - gainOfOption[option];
    }

    private double shareOfBytes(int option) {
        return isLimitedInBytes()
                ? (double) model.bytes(option) / Math.max(1, model.limits().maxBytes())
                : 0;
    }

    private boolean isLimitedInBytes() {
        return model.limits().maxBytes() < Long.MAX_VALUE;
    }

    private boolean isLimitedInCount() {
        return model.limits().maxOptions() < Integer.MAX_VALUE;
    }

    private double countLimit() {
        return isLimitedInCount() ? model.limits().maxOptions() : 0;
    }

    private BitSet wished() {
        BitSet wished = new BitSet();
        for (int option : options) {
            wished.set(option, gainOfOption[option] > model.price(option));
        }
        return wished;
    }

    private List<Open> open() {
        List<Open> open = new ArrayList<>();
        for (Row row : rows) {
            PlanTree.Leaf leaf = row.openLeaf();
            if (leaf != null) {
                open.add(new Open(row.tree, leaf));
            }
        }
        return open;
    }

    /** Charges more for options that plans need and that are not made, less for others. */
    private boolean move(double distance) {
        double bytesOver = isLimitedInBytes() ? -1 : 0;
        double countOver = isLimitedInCount() ? -countLimit() : 0;
        for (int option = made.nextSetBit(0); option >= 0; option = made.nextSetBit(option + 1)) {
            bytesOver += shareOfBytes(option);
            countOver += isLimitedInCount() ? 1 : 0;
        }
        double square = bytesOver * bytesOver + countOver * countOver;
        for (Row row : rows) {
            square += difference(row, null);
        }
        if (square == 0) {
            return false;
        }
        double length = distance / square;
        priceOfBytes = Math.max(0, priceOfBytes + length * bytesOver);
        priceOfCount = Math.max(0, priceOfCount + length * countOver);
        for (Row row : rows) {
            difference(row, length);
        }
        return true;
    }

    /** How far a row's wishes and what is made are apart; moves its charges by a length. */
    private double difference(Row row, @Nullable Double length) {
        int[] needed = row.wished;
        double square = 0;
        int next = 0;
        for (int place = 0; place < row.options.length; place++) {
            boolean wished = next < needed.length && needed[next] == place;
            next += wished ? 1 : 0;
            int over = (wished ? 1 : 0) - (made.get(row.options[place]) ? 1 : 0);
            // A charge that cannot fall any further is no direction.
            if (over > 0 || (over < 0 && row.charge[place] > 0)) {
                square += 1;
                if (length != null) {
                    row.charge[place] = Math.max(0, row.charge[place] + length * over);
                }
            }
        }
        return square;
    }
}
