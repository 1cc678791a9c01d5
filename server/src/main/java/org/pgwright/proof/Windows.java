package org.pgwright.proof;

import java.time.Duration;
import java.time.Instant;

/**
 * The times that are compared: as long as each other, and at the same hours of the day wherever the
 * collected figures go back as far; seven days at the most. What the change itself took is in
 * neither.
 *
 * @param interval of which figures are taken, so that both times have enough of them
 */
public record Windows(
        Instant beforeFrom,
        Instant beforeUntil,
        Instant afterFrom,
        Instant afterUntil,
        Duration interval) {
    /** No longer, because figures by the minute are kept for fourteen days. */
    public static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofHours(2);
    private static final Duration MIDDLE = Duration.ofHours(6);

    /**
     * What may be missing of the hours before: the change itself, and what is beyond whole days.
     */
    private static final double MISSING = 0.1;

    private static final double HALF = 0.5;

    /**
     * Those of a change.
     *
     * @param began when its first statement began
     * @param settled when it was complete
     * @param until up to when figures are known, after it was complete
     * @param collectedSince since when
     */
    public static Windows of(
            Instant began, Instant settled, Instant until, Instant collectedSince) {
        Duration whole = Duration.between(settled, until);
        Duration length = whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("there is no time after the change");
        }
        Instant shifted = settled.minus(back(began, settled, length));
        boolean reachesBack = collectedSince.isBefore(shifted.plus(part(length, HALF)));
        Instant from = reachesBack ? shifted : began.minus(length);
        Instant to = reachesBack ? earlier(shifted.plus(length), began) : began;
        return new Windows(from, to, settled, settled.plus(length), interval(length));
    }

    /** Whole days, so that the hours of the day are the same. */
    private static Duration back(Instant began, Instant settled, Duration length) {
        Duration close = wholeDays(part(length, 1 - MISSING));
        Duration missing = Duration.between(began, settled.minus(close).plus(length));
        return missing.compareTo(part(length, MISSING)) <= 0
                ? close
                : wholeDays(length.plus(Duration.between(began, settled)));
    }

    private static Duration wholeDays(Duration time) {
        long days = time.toDays();
        return DAY.multipliedBy(DAY.multipliedBy(days).compareTo(time) < 0 ? days + 1 : days);
    }

    private static Duration part(Duration time, double share) {
        return Duration.ofMillis((long) (share * time.toMillis()));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Duration interval(Duration length) {
        if (length.compareTo(SHORT) < 0) {
            return Duration.ofMinutes(5);
        }
        return length.compareTo(MIDDLE) < 0 ? Duration.ofMinutes(15) : Duration.ofHours(1);
    }

    /** Whether figures are taken by whole hours. */
    public boolean isByHour() {
        return interval.compareTo(Duration.ofHours(1)) >= 0;
    }

    /** How long the time after is, as a share of the time before. */
    public double share() {
        double before = Duration.between(beforeFrom, beforeUntil).toMillis();
        return before <= 0 ? 1 : Duration.between(afterFrom, afterUntil).toMillis() / before;
    }

    /** How long has been watched. */
    public Duration watched() {
        return Duration.between(afterFrom, afterUntil);
    }
}
