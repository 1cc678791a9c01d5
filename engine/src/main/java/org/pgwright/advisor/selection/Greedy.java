package org.pgwright.advisor.selection;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Adds what gains most, one move after another, while it fits.
 *
 * <p>Lazily (Minoux 1978): a move's gain usually only falls when others are made, so only the move
 * that seems best is evaluated again, and made if it still is.
 */
final class Greedy {
    private final Evaluation evaluation;
    private final Limits limits;

    Greedy(Evaluation evaluation, Limits limits) {
        this.evaluation = evaluation;
        this.limits = limits;
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
     * @param step how many moves had been made when the gain was worked out; -1 for a guess
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
        moves.forEach(added -> queue.add(guessed(start, added)));
        Standing standing = start;
        int step = 0;
        while (!queue.isEmpty()) {
            Move move = queue.remove();
            BitSet to = union(standing.options(), move.added());
            if (to.equals(standing.options()) || !limits.allow(to, evaluation.bytes(to))) {
                continue;
            }
            Standing after = evaluation.change(standing, to);
            double gain = standing.price() - after.price();
            if (move.step() == step) {
                standing = after;
                step++;
            } else if (gain > 0) {
                long bytes = after.bytes() - standing.bytes();
                queue.add(new Move(move.added(), gain, bytes, step));
            }
        }
        return standing;
    }

    private Move guessed(Standing start, BitSet added) {
        BitSet fresh = (BitSet) added.clone();
        fresh.andNot(start.options());
        return new Move(
                added, evaluation.mostGain(start, added), evaluation.bytes(fresh), /* step= */ -1);
    }

    private static BitSet union(BitSet some, BitSet others) {
        BitSet all = (BitSet) some.clone();
        all.or(others);
        return all;
    }
}
