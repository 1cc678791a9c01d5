package org.pgwright.proof;

import java.util.Arrays;
import java.util.Comparator;

/** The ranks of values among each other, from 1; equal values share the mean of theirs. */
final class Ranks {
    private final double[] ranks;
    private final double ties;

    private Ranks(double[] ranks, double ties) {
        this.ranks = ranks;
        this.ties = ties;
    }

    static Ranks of(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        double ties = 0;
        int first = 0;
        while (first < order.length) {
            int next = first + 1;
            while (next < order.length
                    && Double.compare(values[order[first]], values[order[next]]) == 0) {
                next++;
            }
            double shared = (first + 1 + next) / 2.0;
            for (int i = first; i < next; i++) {
                ranks[order[i]] = shared;
            }
            double equal = next - first;
            ties += equal * equal * equal - equal;
            first = next;
        }
        return new Ranks(ranks, ties);
    }

    double at(int index) {
        return ranks[index];
    }

    int count() {
        return ranks.length;
    }

    /** The sum of t³ - t over groups of t equal values. */
    double ties() {
        return ties;
    }
}
