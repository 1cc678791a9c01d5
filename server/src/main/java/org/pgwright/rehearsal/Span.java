package org.pgwright.rehearsal;

import org.pgwright.planner.ExecutedPlan;

/**
 * What a call of a statement takes, over its texts by their share.
 *
 * @param millis by the median of each text
 * @param fastest by the shortest time of each
 * @param slowest by the longest time of each
 * @param isAtLeast whether a text took longer than it was given, so that it may be more
 * @param rows that a call returns, or changes
 * @param blocks of 8 kB that a call reads, from memory or not
 */
public record Span(
        double millis,
        double fastest,
        double slowest,
        boolean isAtLeast,
        double rows,
        double blocks) {
    private static final Span NONE = new Span(0, 0, 0, false, 0, 0);

    /** That of texts, each with its share. */
    static Span of(Iterable<Weighed> texts) {
        double shares = 0;
        Span sum = NONE;
        for (Weighed text : texts) {
            sum = sum.plus(text.share(), of(text.runs()));
            shares += text.share();
        }
        return shares > 0 ? sum.over(shares) : NONE;
    }

    /** Runs with the share that they stand for. */
    record Weighed(double share, Runs runs) {}

    private static Span of(Runs runs) {
        return switch (runs) {
            case Runs.Measured measured -> {
                ExecutedPlan plan = measured.plan();
                yield new Span(
                        measured.median(),
                        measured.fastest(),
                        measured.slowest(),
                        false,
                        rows(plan),
                        (double) plan.buffers().sharedHit() + plan.buffers().sharedRead());
            }
            case Runs.TimedOut timedOut -> {
                double limit = timedOut.limit().toMillis();
                yield new Span(limit, limit, limit, true, 0, 0);
            }
            case Runs.Failed failed -> NONE;
        };
    }

    /** A change of rows returns none; what is below it has them. */
    private static double rows(ExecutedPlan plan) {
        boolean changes = plan.type().equals("ModifyTable") && plan.rowsReturned() == 0;
        return changes && plan.children().size() == 1
                ? plan.children().getFirst().rowsReturned()
                : plan.rowsReturned();
    }

    private Span plus(double share, Span other) {
        return new Span(
                millis + share * other.millis,
                fastest + share * other.fastest,
                slowest + share * other.slowest,
                isAtLeast || other.isAtLeast,
                rows + share * other.rows,
                blocks + share * other.blocks);
    }

    private Span over(double shares) {
        return new Span(
                millis / shares,
                fastest / shares,
                slowest / shares,
                isAtLeast,
                rows / shares,
                blocks / shares);
    }
}
