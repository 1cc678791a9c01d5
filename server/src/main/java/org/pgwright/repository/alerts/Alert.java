package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * That a value is beyond its threshold, however often that is seen. Times are of our own clock.
 *
 * @param firedAt null while it is pending
 * @param resolvedAt null until it is over
 */
public record Alert(
        UUID id,
        UUID thresholdId,
        AlertKey key,
        AlertState state,
        Instant startedAt,
        @Nullable Instant firedAt,
        @Nullable Instant resolvedAt,
        Sight sight,
        Told told) {
    public Alert {
        if ((state == AlertState.RESOLVED) != (resolvedAt != null)) {
            throw new IllegalArgumentException("what is resolved, and nothing else, has an end");
        }
    }

    /**
     * What was seen of the value.
     *
     * @param lastKnownAt when there was one last
     * @param warningSince since when all were beyond the warning threshold; null where the last was
     *     not
     * @param count how often it was beyond the warning threshold
     */
    public record Sight(
            Instant lastBeyondAt,
            Instant lastKnownAt,
            @Nullable Instant warningSince,
            @Nullable Instant criticalSince,
            long count,
            double last,
            double worst) {}

    /**
     * What people know of it.
     *
     * @param isAnnounced whether a channel was told
     * @param isWithheld whether the last that happened to it is not told, because of a silence
     * @param acknowledgement null where nobody has acknowledged it
     */
    public record Told(
            boolean isAnnounced, boolean isWithheld, @Nullable Acknowledgement acknowledgement) {
        /** Nobody knows. */
        public static final Told NOTHING = new Told(false, false, null);
    }

    /** That somebody sees to it. */
    public record Acknowledgement(String by, Instant at, String comment) {}

    /** The same in another state. */
    public Alert in(AlertState next, Instant now) {
        return new Alert(
                id,
                thresholdId,
                key,
                next,
                startedAt,
                firedAt == null && next.isFiring() ? now : firedAt,
                next == AlertState.RESOLVED ? now : null,
                sight,
                told);
    }

    /** The same, with what was seen since. */
    public Alert with(UUID threshold, Sight seen) {
        return new Alert(id, threshold, key, state, startedAt, firedAt, resolvedAt, seen, told);
    }

    /** The same, with what people know since. */
    public Alert with(Told known) {
        return new Alert(id, thresholdId, key, state, startedAt, firedAt, resolvedAt, sight, known);
    }
}
