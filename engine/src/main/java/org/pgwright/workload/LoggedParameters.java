package org.pgwright.workload;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an execution as servers log them: {@code $1 = 'it''s', $2 = NULL} (DETAIL of a
 * logged duration; manual, log_parameter_max_length).
 */
public final class LoggedParameters {
    private static final String SEPARATOR = ", ";

    /** Within the quotes, where a server cuts a value. */
    private static final String CUT = "...";

    private final String text;
    private int at;

    private LoggedParameters(String text) {
        this.text = text;
    }

    /**
     * A statement with its parameters put in as constants.
     *
     * @param statement with parameters, or without any
     * @param parameters as logged; empty for none
     * @return empty if a value is missing, or may have been cut
     */
    public static Optional<String> in(String statement, String parameters) {
        int count = StatementText.parameterCount(statement);
        if (count == 0) {
            return Optional.of(statement);
        }
        return new LoggedParameters(parameters)
                .values()
                .filter(values -> hasAll(values, count))
                .map(values -> StatementText.replaceParameters(statement, values));
    }

    private static boolean hasAll(Map<Integer, String> values, int count) {
        for (int number = 1; number <= count; number++) {
            if (values.size() < count || !values.containsKey(number)) {
                return false;
            }
        }
        return true;
    }

    private Optional<Map<Integer, String>> values() {
        Map<Integer, String> values = new HashMap<>();
        while (at < text.length()) {
            int equals = text.indexOf(" = ", at);
            if (equals < 0 || !text.substring(at, equals).matches("\\$\\d{1,5}")) {
                return Optional.empty();
            }
            int number = Integer.parseInt(text.substring(at + 1, equals));
            at = equals + 3;
            Optional<String> value = value();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(number, value.get());
            if (at < text.length() && !text.startsWith(SEPARATOR, at)) {
                return Optional.empty();
            }
            at += SEPARATOR.length();
        }
        return Optional.of(values);
    }

    private Optional<String> value() {
        if (text.startsWith("NULL", at)) {
            at += "NULL".length();
            return Optional.of("NULL");
        }
        int end = text.startsWith("'", at) ? closing(at + 1) : -1;
        if (end < 0) {
            return Optional.empty();
        }
        String quoted = text.substring(at, end);
        at = end;
        if (quoted.endsWith(CUT + "'")) {
            return Optional.empty();
        }
        // the same whatever standard_conforming_strings is
        return Optional.of(quoted.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\"));
    }

    /** Behind the closing quote; negative if there is none. */
    private int closing(int start) {
        int quote = text.indexOf('\'', start);
        while (quote >= 0 && text.startsWith("''", quote)) {
            quote = text.indexOf('\'', quote + 2);
        }
        return quote < 0 ? -1 : quote + 1;
    }
}
