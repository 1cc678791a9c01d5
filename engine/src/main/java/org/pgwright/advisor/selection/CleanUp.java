package org.pgwright.advisor.selection;

import org.pgwright.catalog.IndexDefinition;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Betters a set step by step: drops what is not worth its place, puts a narrower, wider or merged
 * index in the place of one or several, and fills what room that leaves.
 */
final class CleanUp {
    /** Each round only makes the set better; more have never been seen to change anything. */
    private static final int MAX_ROUNDS = 8;

    /** How many replacements are tried for an option, those that share most with it. */
    private static final int MAX_REPLACEMENTS = 12;

    /** How many are tried in the place of several options. */
    private static final int MAX_STAND_INS = 5;

    /** A difference that no estimate can tell. */
    private static final double SAME = 0.001;

    /** More than there are candidates. */
    private static final long NOT_PLAIN = 1_000_000;

    private final Evaluation evaluation;
    private final Limits limits;
    private final Thresholds thresholds;
    private final List<Integer> pool;

    CleanUp(Evaluation evaluation, Limits limits, Thresholds thresholds, List<Integer> pool) {
        this.evaluation = evaluation;
        this.limits = limits;
        this.thresholds = thresholds;
        this.pool = List.copyOf(pool);
    }

    Standing of(Standing start) {
        Standing standing = fitted(start);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Standing better = fitted(filled(consolidated(replaced(standing))));
            if (better.options().equals(standing.options())) {
                break;
            }
            standing = better;
        }
        return standing;
    }

    /** Drops options, the least worth first, until all are worth it and fit. */
    Standing fitted(Standing start) {
        Standing standing = start;
        while (!standing.options().isEmpty()) {
            Standing without = withoutLeast(standing);
            if (limits.allow(standing) && thresholds.isWorthMaking(without, standing)) {
                return standing;
            }
            standing = without;
        }
        return standing;
    }

    /** Where there are too many bytes, the least for each byte. */
    private Standing withoutLeast(Standing standing) {
        boolean byByte = standing.bytes() > limits.maxBytes();
        Standing least = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (int option : standing.options().stream().toArray()) {
            Standing without = evaluation.without(standing, option);
            double loss = without.price() - standing.price();
            double measure = byByte ? loss / Math.max(1, evaluation.option(option).bytes()) : loss;
            // One that is not worth it goes before one that is, however small its loss.
            double rank =
                    thresholds.isWorthMaking(without, standing) ? measure : Math.min(measure, 0);
            if (least == null || rank < lowest) {
                least = without;
                lowest = rank;
            }
        }
        return least == null ? standing : least;
    }

    private Standing replaced(Standing start) {
        Standing standing = start;
        for (int option : start.options().stream().toArray()) {
            if (standing.has(option)) {
                standing = replaced(standing, option);
            }
        }
        return standing;
    }

    private Standing replaced(Standing start, int option) {
        Standing best = start;
        for (int other : replacements(start, option, MAX_REPLACEMENTS)) {
            best = better(start, best, exchanged(start, option, other));
            for (int second : start.options().stream().toArray()) {
                if (second != option && canStandIn(other, second)) {
                    BitSet to = exchanged(start, option, other);
                    to.clear(second);
                    best = better(start, best, to);
                }
            }
        }
        return best;
    }

    /** Puts one option in the place of several on its table, where these then add too little. */
    private Standing consolidated(Standing start) {
        Standing standing = start;
        for (int option : start.options().stream().toArray()) {
            if (standing.has(option) && hasCompany(standing, option)) {
                standing = consolidated(standing, option);
            }
        }
        return standing;
    }

    private boolean hasCompany(Standing standing, int option) {
        return standing.options().stream()
                .anyMatch(
                        other ->
                                other != option
                                        && definition(other)
                                                .table()
                                                .equals(definition(option).table()));
    }

    private Standing consolidated(Standing start, int option) {
        Standing best = start;
        for (int other : replacements(start, option, MAX_STAND_INS)) {
            BitSet to = start.options();
            to.set(other);
            Standing with = evaluation.change(start, evaluation.lean(to));
            Standing pruned = pruned(with, other);
            if (pruned.options().cardinality() < best.options().cardinality()
                    && limits.allow(pruned)
                    && !thresholds.isWorthMaking(pruned, best)) {
                best = pruned;
            }
        }
        return best;
    }

    /** Drops what is not worth making on the table of an option, which itself stays. */
    private Standing pruned(Standing with, int kept) {
        Standing standing = with;
        for (int option : with.options().stream().toArray()) {
            if (option != kept && definition(option).table().equals(definition(kept).table())) {
                Standing without = evaluation.without(standing, option);
                standing = thresholds.isWorthMaking(without, standing) ? standing : without;
            }
        }
        return standing;
    }

    private Standing better(Standing start, Standing best, BitSet to) {
        if (!evaluation.isWithin(limits, to)) {
            return best;
        }
        return evaluation
                .change(start, to, highestPrice(evaluation.bytes(to), best))
                .filter(other -> isPreferred(other, best))
                .orElse(best);
    }

    /** Up to which price a set of so many bytes can be preferred. */
    private double highestPrice(long bytes, Standing to) {
        if (isAbout((double) bytes, (double) to.bytes())) {
            return to.price() * (1 + SAME);
        }
        return bytes < to.bytes()
                ? to.price() * (1 + thresholds.ofLeft())
                : to.price() * (1 - thresholds.noticed());
    }

    /** Fewer bytes for about the same cost, or more bytes where they are worth it. */
    private boolean isPreferred(Standing other, Standing to) {
        if (isAbout(other.price(), to.price())
                && isAbout((double) other.bytes(), (double) to.bytes())) {
            // Directions that no statement asks for mislead readers; of candidates the first ones
            // have the order of columns that most statements share.
            return likelihood(other) < likelihood(to);
        }
        if (other.bytes() < to.bytes()) {
            return !thresholds.isWorthTheBytes(other, to);
        }
        return thresholds.isWorthTheBytes(to, other)
                || (other.bytes() == to.bytes() && other.price() < to.price());
    }

    private static boolean isAbout(double one, double other) {
        return Math.abs(one - other) <= SAME * Math.max(one, other);
    }

    private long likelihood(Standing standing) {
        return standing.options().stream()
                .mapToLong(option -> option + (isPlain(definition(option)) ? 0 : NOT_PLAIN))
                .sum();
    }

    private static boolean isPlain(IndexDefinition index) {
        return index.keys().stream().noneMatch(key -> key.descending() || key.nullsFirst());
    }

    private BitSet exchanged(Standing start, int option, int other) {
        BitSet to = start.options();
        to.clear(option);
        to.set(other);
        return evaluation.lean(to);
    }

    private List<Integer> replacements(Standing standing, int option, int most) {
        IndexDefinition replaced = definition(option);
        return pool.stream()
                .filter(other -> !standing.has(other))
                .filter(other -> shared(definition(other), replaced) > 0)
                .sorted(
                        Comparator.comparingLong((Integer o) -> -shared(definition(o), replaced))
                                .thenComparingLong(o -> evaluation.option(o).bytes())
                                .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** How many columns two indexes of a table have in common; a common first one counts twice. */
    private static long shared(IndexDefinition one, IndexDefinition other) {
        if (!one.table().equals(other.table())) {
            return 0;
        }
        long common = one.columns().stream().filter(other.columns()::contains).count();
        boolean sameStart = one.columns().getFirst().equals(other.columns().getFirst());
        return common + (sameStart ? 1 : 0);
    }

    /** Whether an index may do what another does: it starts alike or has all its columns. */
    private boolean canStandIn(int standIn, int option) {
        IndexDefinition in = definition(standIn);
        IndexDefinition of = definition(option);
        return in.table().equals(of.table())
                && (in.columns().getFirst().equals(of.columns().getFirst())
                        || in.columns().containsAll(of.columns()));
    }

    private IndexDefinition definition(int option) {
        return evaluation.option(option).index().definition();
    }

    private Standing filled(Standing standing) {
        List<BitSet> moves = pool.stream().map(CleanUp::only).toList();
        return new Greedy(evaluation, limits, thresholds::isWorthMaking)
                .from(standing, moves, Greedy.Order.GAIN);
    }

    static BitSet only(int option) {
        BitSet set = new BitSet();
        set.set(option);
        return set;
    }
}
