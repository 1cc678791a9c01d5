package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Reads times as servers write them: {@code 2026-11-26 20:41:16.123 CET}, the abbreviation being
 * that of log_timezone. An abbreviation that is not known is taken for UTC. Not for several
 * threads.
 */
final class LogTime {
    /** {@code 2026-11-26 20:41:16}. */
    private static final int SECONDS_LENGTH = 19;

    private static final int DATE_LENGTH = 10;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;

    /** Hours east of Greenwich, as PostgreSQL's Default set has them where they are ambiguous. */
    private static final Map<String, Double> ZONES =
            Map.ofEntries(
                    Map.entry("UTC", 0.0),
                    Map.entry("GMT", 0.0),
                    Map.entry("Z", 0.0),
                    Map.entry("WET", 0.0),
                    Map.entry("WEST", 1.0),
                    Map.entry("BST", 1.0),
                    Map.entry("CET", 1.0),
                    Map.entry("CEST", 2.0),
                    Map.entry("EET", 2.0),
                    Map.entry("EEST", 3.0),
                    Map.entry("SAST", 2.0),
                    Map.entry("MSK", 3.0),
                    Map.entry("PKT", 5.0),
                    Map.entry("IST", 5.5),
                    Map.entry("WIB", 7.0),
                    Map.entry("HKT", 8.0),
                    Map.entry("JST", 9.0),
                    Map.entry("KST", 9.0),
                    Map.entry("ACST", 9.5),
                    Map.entry("AEST", 10.0),
                    Map.entry("AEDT", 11.0),
                    Map.entry("NZST", 12.0),
                    Map.entry("NZDT", 13.0),
                    Map.entry("NST", -3.5),
                    Map.entry("AST", -4.0),
                    Map.entry("ADT", -3.0),
                    Map.entry("EST", -5.0),
                    Map.entry("EDT", -4.0),
                    Map.entry("CST", -6.0),
                    Map.entry("CDT", -5.0),
                    Map.entry("MST", -7.0),
                    Map.entry("MDT", -6.0),
                    Map.entry("PST", -8.0),
                    Map.entry("PDT", -7.0),
                    Map.entry("AKST", -9.0),
                    Map.entry("AKDT", -8.0),
                    Map.entry("HST", -10.0));

    private String lastDate = "";
    private long lastDay;
    private String lastZone = "";
    private int lastOffset;

    /** The time in a text that is nothing else; null if it is none. */
    @Nullable Instant read(String text) {
        if (text.length() < SECONDS_LENGTH || !isShaped(text)) {
            return null;
        }
        try {
            int end = SECONDS_LENGTH;
            int nanos = 0;
            if (end < text.length() && text.charAt(end) == '.') {
                int scale = 100_000_000;
                for (end++; end < text.length() && isDigit(text.charAt(end)); end++) {
                    nanos += (text.charAt(end) - '0') * scale;
                    scale /= 10;
                }
            }
            long seconds =
                    day(text.substring(0, DATE_LENGTH)) * DAY
                            + (long) two(text, 11) * HOUR
                            + two(text, 14) * (long) MINUTE
                            + two(text, 17)
                            - offset(text.substring(end).strip());
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean isShaped(String text) {
        for (int i = 0; i < SECONDS_LENGTH; i++) {
            char c = text.charAt(i);
            boolean fits =
                    switch (i) {
                        case 4, 7 -> c == '-';
                        case 10 -> c == ' ' || c == 'T';
                        case 13, 16 -> c == ':';
                        default -> isDigit(c);
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int two(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private long day(String date) {
        if (!date.equals(lastDate)) {
            int year = Integer.parseInt(date, 0, 4, 10);
            lastDay = LocalDate.of(year, two(date, 5), two(date, 8)).toEpochDay();
            lastDate = date;
        }
        return lastDay;
    }

    private int offset(String zone) {
        if (!zone.equals(lastZone)) {
            lastOffset = seconds(zone);
            lastZone = zone;
        }
        return lastOffset;
    }

    private static int seconds(String zone) {
        if (zone.startsWith("+") || zone.startsWith("-")) {
            return ZoneOffset.of(zone).getTotalSeconds();
        }
        return (int) (HOUR * ZONES.getOrDefault(zone, 0.0));
    }
}
