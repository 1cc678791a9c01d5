package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a query did over a time, step by step, and over the time of the same length before.
 *
 * @param step how long a point is; the last one may be shorter, as its time is not over
 * @param points without a gap, the oldest first
 * @param before null where nothing was collected then
 */
public record QueryTrend(Duration step, List<Point> points, @Nullable Before before) {
    public QueryTrend {
        points = List.copyOf(points);
    }

    /**
     * One step.
     *
     * @param from included
     * @param to not included
     * @param isWatched whether anything was collected in it
     * @param did nothing where it was not watched
     */
    public record Point(Instant from, Instant to, boolean isWatched, Sum did) {}

    /**
     * The time before.
     *
     * @param from included
     * @param to not included; where the points begin
     * @param isWhole whether something was collected in each step of it
     */
    public record Before(Instant from, Instant to, boolean isWhole, Sum did) {}

    /** What was done; blocks are of tables and indexes. */
    public record Sum(long calls, long rows, double totalMillis, long blocksHit, long blocksRead) {
        static final Sum NOTHING = new Sum(0, 0, 0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(
                    calls + other.calls,
                    rows + other.rows,
                    totalMillis + other.totalMillis,
                    blocksHit + other.blocksHit,
                    blocksRead + other.blocksRead);
        }

        /** Of one call; null where there was none. */
        public @Nullable Double meanMillis() {
            return calls == 0 ? null : totalMillis / calls;
        }

        /** The share of blocks found in shared buffers, 0 to 1; null where none was asked for. */
        public @Nullable Double cacheHit() {
            long asked = blocksHit + blocksRead;
            return asked == 0 ? null : (double) blocksHit / asked;
        }
    }

    /** All points together. */
    public Sum now() {
        return points.stream().map(Point::did).reduce(Sum.NOTHING, Sum::plus);
    }
}
