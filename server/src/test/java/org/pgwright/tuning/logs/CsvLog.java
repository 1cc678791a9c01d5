package org.pgwright.tuning.logs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A csvlog as servers from 14 on write it, of database {@code postgres}, entry by entry. */
final class CsvLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();
    private int entries;

    /** A statement that took so long. */
    CsvLog call(Instant at, String role, double millis, String statement) {
        return entry(
                at,
                role,
                "LOG,00000",
                "duration: "
                        + String.format(Locale.ROOT, "%.3f", millis)
                        + " ms  statement: "
                        + statement,
                "");
    }

    /** The plan of the statement that the same session logs next. */
    CsvLog plan(Instant at, String role, double millis, String json) {
        return entry(
                at,
                role,
                "LOG,00000",
                "duration: " + String.format(Locale.ROOT, "%.3f", millis) + " ms  plan:\n" + json,
                "");
    }

    CsvLog error(Instant at, String role, String sqlState, String message) {
        return entry(at, role, "ERROR," + sqlState, message, "SELECT 1");
    }

    /** A reload that found another value. */
    CsvLog changed(Instant at, String name, String value) {
        return entry(
                at, "", "LOG,00000", "parameter \"" + name + "\" changed to \"" + value + "\"", "");
    }

    /** What no server writes. */
    CsvLog noise() {
        text.append("neither time nor message\n");
        return this;
    }

    private CsvLog entry(
            Instant at, String role, String severity, String message, String statement) {
        text.append(TIME.format(at))
                .append(" UTC,")
                .append(quoted(role))
                .append(",\"postgres\",7,\"[local]\",6b08.7,")
                .append(++entries)
                .append(",\"SELECT\",2026-01-01 00:00:00 UTC,3/2,0,")
                .append(severity)
                .append(',')
                .append(quoted(message))
                .append(",,,,,,")
                .append(statement.isEmpty() ? "" : quoted(statement))
                .append(",,,\"till\",\"client backend\",,0\n");
        return this;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
