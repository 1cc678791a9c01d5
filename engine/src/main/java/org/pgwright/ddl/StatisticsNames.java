package org.pgwright.ddl;

import org.pgwright.catalog.Identifier;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The names that PostgreSQL gives to statistics without one: {@code table_column_column_stat}, with
 * {@code expr} for an expression, at most 63 bytes.
 */
final class StatisticsNames {
    private static final String LABEL = "_stat";
    private static final String EXPRESSION = "expr";

    private StatisticsNames() {}

    /** The first that a server would try. */
    static String usual(String table, StatisticsContent content) {
        String columns =
                content.items().stream()
                        .map(item -> item.isColumn() ? item.text() : EXPRESSION)
                        .collect(Collectors.joining("_"));
        int room = Identifier.MAX_BYTES - LABEL.length() - 1;
        int first = bytes(table);
        int second = bytes(columns);
        // The longer of the two gives way, as in the server.
        while (first + second > room) {
            if (first > second) {
                first--;
            } else {
                second--;
            }
        }
        return cut(table, first) + "_" + cut(columns, second) + LABEL;
    }

    private static String cut(String text, int most) {
        int end = text.length();
        while (bytes(text.substring(0, end)) > most) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
