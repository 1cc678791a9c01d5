package org.pgwright.demo;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Shown {
    private static final double NANOS_A_MILLI = 1e6;
    private static final double MILLIS_A_SECOND = 1e3;

    private Shown() {}

    /** {@code 0.42 ms}, {@code 16.7 ms}, {@code 320 ms}, {@code 5.1 s}. */
    static String duration(Duration duration) {
        double millis = duration.toNanos() / NANOS_A_MILLI;
        if (millis >= MILLIS_A_SECOND) {
            return String.format(Locale.ROOT, "%.1f s", millis / MILLIS_A_SECOND);
        }
        String pattern = millis < 1 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms";
        return String.format(Locale.ROOT, pattern, millis);
    }

    /** {@code 200,000}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** What became of something: {@code -92 %}, {@code +13 %}. */
    static String change(long before, long after) {
        if (before <= 0) {
            return "";
        }
        long percent = Math.round(100.0 * (after - before) / before);
        return String.format(Locale.ROOT, "%+d %%", percent);
    }
}
