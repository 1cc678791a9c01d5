package org.pgwright.maintenance;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * How often something was used, and until when its next use may be waited for.
 *
 * <p>Days of use that are less than 20 days apart belong to one occasion. If the last occasion took
 * a week at most, it is taken for the run of a job that comes once a month, a quarter or a year: it
 * may come again for 95 days, or for a quarter more than the longest distance that was seen. What
 * was used for longer at a time is waited for a quarter longer than its longest pause.
 *
 * @param until the last day on which the next use may be waited for
 * @param words how often it was used: {@code scanned about once a month}
 */
record Rhythm(LocalDate until, String words) {
    /** A quarter has 92 days at most, and a job may be late. */
    static final int QUARTER = 95;

    /** A month has 31 days at most, and a job may be late. */
    static final int MONTH = 35;

    private static final int APART = 20;
    private static final int SHORT = 7;
    private static final double LATE = 1.25;
    private static final int MONTHLY_FROM = 24;
    private static final int MONTHLY_TO = 38;
    private static final int QUARTERLY_FROM = 80;
    private static final int QUARTERLY_TO = 102;

    /** A time of use without a long pause. */
    private record Occasion(LocalDate first, LocalDate last, long longestPause) {
        Occasion until(LocalDate day) {
            return new Occasion(first, day, Math.max(longestPause, between(last, day)));
        }
    }

    /**
     * The rhythm of some days.
     *
     * @param days at least one, the oldest first
     */
    static Rhythm of(List<LocalDate> days) {
        List<Occasion> occasions = occasions(days);
        Occasion last = occasions.getLast();
        if (between(last.first(), last.last()) >= SHORT) {
            long pause = last.longestPause();
            return new Rhythm(
                    late(last.last(), pause),
                    "scanned until %s with pauses of %d days at most"
                            .formatted(last.last(), pause));
        }
        return occasions.size() == 1 ? once(last) : again(occasions);
    }

    private static Rhythm once(Occasion only) {
        LocalDate until = only.last().plusDays(QUARTER);
        String when =
                only.first().equals(only.last())
                        ? "scanned only on " + only.last()
                        : "scanned only from " + only.first() + " to " + only.last();
        return new Rhythm(
                until, when + ": a job that runs once a quarter may need it until " + until);
    }

    private static Rhythm again(List<Occasion> occasions) {
        List<Long> distances = new ArrayList<>();
        for (int i = 1; i < occasions.size(); i++) {
            distances.add(between(occasions.get(i - 1).first(), occasions.get(i).first()));
        }
        List<Long> sorted = distances.stream().sorted().toList();
        long usual = sorted.get(sorted.size() / 2);
        LocalDate last = occasions.getLast().last();
        LocalDate quarter = last.plusDays(QUARTER);
        LocalDate late = late(last, sorted.getLast());
        LocalDate until = late.isAfter(quarter) ? late : quarter;
        return new Rhythm(
                until,
                "scanned %s, %d times since %s and last on %s: it may be needed again until %s"
                        .formatted(
                                often(usual),
                                occasions.size(),
                                occasions.getFirst().first(),
                                last,
                                until));
    }

    private static String often(long distance) {
        if (distance >= MONTHLY_FROM && distance <= MONTHLY_TO) {
            return "about once a month";
        }
        return distance >= QUARTERLY_FROM && distance <= QUARTERLY_TO
                ? "about once a quarter"
                : "about every " + distance + " days";
    }

    private static List<Occasion> occasions(List<LocalDate> days) {
        List<Occasion> occasions = new ArrayList<>();
        for (LocalDate day : days) {
            if (!occasions.isEmpty() && between(occasions.getLast().last(), day) < APART) {
                occasions.add(occasions.removeLast().until(day));
            } else {
                occasions.add(new Occasion(day, day, 0));
            }
        }
        return occasions;
    }

    private static LocalDate late(LocalDate last, long distance) {
        return last.plusDays((long) Math.ceil(LATE * distance));
    }

    private static long between(LocalDate from, LocalDate to) {
        return ChronoUnit.DAYS.between(from, to);
    }
}
