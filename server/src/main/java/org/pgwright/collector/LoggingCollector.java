package org.pgwright.collector;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.StatementLogging;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which statements a server logs with their time: for all, and for the roles and databases
 * that have settings of their own. What holds only for our own session is taken for nothing logged.
 */
public final class LoggingCollector {
    private static final Pattern VALUE =
            Pattern.compile(
                    "\\s*'?\\s*(-?\\d{1,12}(?:\\.\\d{0,9})?)\\s*(us|ms|s|min|h|d)?\\s*'?\\s*");

    private LoggingCollector() {}

    /** In the order of databases and roles; the first is for all others. */
    public static List<StatementLogging> read(ReadTransaction transaction) {
        return transaction.rows(
                "collector.statement_logging",
                Deadlines.COLLECTION,
                row ->
                        new StatementLogging(
                                row.text("database_name"),
                                row.text("role_name"),
                                millis(row.textOrNull("minimum")),
                                millis(row.textOrNull("sample_minimum")),
                                rate(row.textOrNull("sample_rate"))));
    }

    /** What cannot be read is taken for nothing logged. */
    static @Nullable Double millis(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher value = VALUE.matcher(text);
        if (!value.matches()) {
            return -1.0;
        }
        String unit = value.group(2);
        double factor =
                switch (unit == null ? "ms" : unit) {
                    case "us" -> 1e-3;
                    case "s" -> 1e3;
                    case "min" -> 60e3;
                    case "h" -> 3_600e3;
                    case "d" -> 86_400e3;
                    default -> 1;
                };
        return Double.parseDouble(value.group(1)) * factor;
    }

    private static @Nullable Double rate(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher value = VALUE.matcher(text);
        return value.matches() && value.group(2) == null ? Double.parseDouble(value.group(1)) : 0.0;
    }
}
