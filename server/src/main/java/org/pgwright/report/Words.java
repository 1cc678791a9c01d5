package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.Percentile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers and texts as people read them. */
public final class Words {
    /** White space and control characters, whatever PostgreSQL or a terminal takes them for. */
    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cntrl}\u0085\u2028\u2029]+");

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final int WHOLE_FROM = 100;
    private static final double NANOS_A_MILLI = 1e6;

    private Words() {}

    /** {@code 1,234,567} or, below 100, {@code 12.34}. */
    public static String number(double value) {
        String pattern =
                Math.abs(value) >= WHOLE_FROM || value == Math.rint(value) ? "%,.0f" : "%,.2f";
        return String.format(Locale.ROOT, pattern, value);
    }

    /** {@code 1,234,567}. */
    public static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 0.03}, {@code 1.50} or {@code 12.0}: what is counted on average. */
    public static String decimal(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.1f", value);
    }

    /** {@code 2026-11-26 10:07:31}, in UTC. */
    public static String second(Instant at) {
        return SECONDS.format(at);
    }

    /** {@code 12.3 %} of the whole; 0 where the whole is nothing. */
    public static String percent(double part, double whole) {
        return String.format(Locale.ROOT, "%.1f %%", whole > 0 ? 100 * part / whole : 0);
    }

    /** {@code 0.42 ms}, {@code 3.10 s}, {@code 12.5 min} or {@code 3.2 h}. */
    public static String time(double millis) {
        double seconds = millis / 1_000;
        if (seconds < 1) {
            return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
                : String.format(Locale.ROOT, "%,.1f h", seconds / 3_600);
    }

    /** As {@link #time(double)}; nothing for none. */
    public static String timeOrNone(@Nullable Double millis) {
        return millis == null ? "" : time((double) millis);
    }

    /** {@code 3.10 s}, {@code ~3.10 s} where it is an estimate, {@code -} where it is not known. */
    public static String time(Percentile percentile) {
        Double millis = millis(percentile);
        return millis == null
                ? "-"
                : (percentile instanceof Percentile.Estimated ? "~" : "") + time((double) millis);
    }

    /** In milliseconds; null where it is not known. */
    public static @Nullable Double millis(Percentile percentile) {
        return switch (percentile) {
            case Percentile.Exact exact -> exact.time().toNanos() / NANOS_A_MILLI;
            case Percentile.Estimated estimated -> estimated.time().toNanos() / NANOS_A_MILLI;
            case Percentile.Unknown unknown -> null;
        };
    }

    /** A line of a list of facts. */
    static String fact(String name, String value) {
        return "%-14s%s".formatted(name, value);
    }

    /** {@code 1 query}, {@code 2 queries}. */
    public static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }

    /** The text on one line, safe to print: breaks and control characters become one space. */
    public static String oneLine(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }

    /**
     * A statement, which must stay as it is but for control characters that a terminal would obey;
     * with one replaced it does not run, rather than do something else.
     */
    public static String printable(String sql) {
        return sql.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
    }

    /** The text on one line of at most so many characters, its end replaced by an ellipsis. */
    public static String abbreviated(String text, int characters) {
        String line = oneLine(text);
        if (line.codePointCount(0, line.length()) <= characters) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, characters - 1)).stripTrailing() + "…";
    }

    /**
     * The text in lines of at most so many characters; a longer word keeps a line to itself.
     *
     * @param indent before every line, counted in
     */
    public static List<String> wrapped(String text, String indent, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : oneLine(text).split(" ")) {
            boolean fits = indent.length() + line.length() + 1 + word.length() <= columns;
            if (!line.isEmpty() && !fits) {
                lines.add(indent + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(indent + line);
        return lines;
    }
}
