package org.pgwright.advisor.selection;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiPredicate;

/**
 * Adds what gains most, one move after another, while it fits.
 *
 * <p>Lazily (Minoux 1978): a move's gain usually only falls when others are made, so only the move
 * that seems best is weighed again, and made if it still is. Moves are weighed by the plans that
 * are known; the planner is asked about those that are made.
 */
final class Greedy {
    private final Evaluation evaluation;
    private final Limits limits;
    private final BiPredicate<Standing, Standing> worthIt;

    /**
     * @param worthIt whether what the second standing has more than the first deserves to be made
     */
    Greedy(Evaluation evaluation, Limits limits, BiPredicate<Standing, Standing> worthIt) {
        this.evaluation = evaluation;
        this.limits = limits;
        this.worthIt = worthIt;
    }

    /** By which gain moves are compared: as it is, or for each byte. */
    enum Order {
        GAIN,
        GAIN_PER_BYTE;

        double score(double gain, long bytes) {
            return switch (this) {
                case GAIN -> gain;
                case GAIN_PER_BYTE -> gain / Math.max(1, bytes);
            };
        }
    }

    /**
     * Options made together: some gain only beside each other.
     *
     * @param step how many moves had been made when it was weighed
     */
    private record Move(BitSet added, double gain, long bytes, int step) {
        double score(Order order) {
            return order.score(gain, bytes);
        }
    }

    Standing from(Standing start, List<BitSet> moves, Order order) {
        PriorityQueue<Move> queue =
                new PriorityQueue<>(
                        Comparator.comparingDouble((Move m) -> -m.score(order))
                                .thenComparing(m -> m.added().nextSetBit(0))
                                .thenComparing(m -> m.added().cardinality()));
        moves.stream()
                .map(m -> weighed(start, m, /* step= */ 0))
                .filter(m -> m.gain() > 0)
                .forEach(queue::add);
        Standing standing = start;
        int step = 0;
        while (!queue.isEmpty()) {
            Move move = queue.remove();
            BitSet to = evaluation.lean(union(standing.options(), move.added()));
            if (to.equals(standing.options()) || !evaluation.isWithin(limits, to)) {
                continue;
            }
            if (move.step() < step) {
                Move again = weighed(standing, move.added(), step);
                if (again.gain() > 0) {
                    queue.add(again);
                }
                continue;
            }
            Standing after = evaluation.change(standing, to, standing.price()).orElse(null);
            if (after != null && worthIt.test(standing, after)) {
                standing = after;
                step++;
            }
        }
        return standing;
    }

    private Move weighed(Standing standing, BitSet added, int step) {
        BitSet fresh = (BitSet) added.clone();
        fresh.andNot(standing.options());
        double gain = evaluation.knownGain(standing, fresh);
        return new Move(added, gain, evaluation.bytes(fresh), step);
    }

    private static BitSet union(BitSet some, BitSet others) {
        BitSet all = (BitSet) some.clone();
        all.or(others);
        return all;
    }
}
