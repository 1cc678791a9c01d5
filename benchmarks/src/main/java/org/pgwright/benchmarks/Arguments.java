package org.pgwright.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Arguments of the form {@code --name value}.
 *
 * @param values by name, without the dashes
 */
record Arguments(Map<String, String> values) {
    Arguments {
        values = Map.copyOf(values);
    }

    /**
     * Reads them.
     *
     * @param known the names that there may be
     * @throws IllegalArgumentException for anything else
     */
    static Arguments of(List<String> arguments, List<String> known) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--") || !known.contains(argument.substring(2))) {
                throw new IllegalArgumentException(
                        "%s: known are --%s".formatted(argument, String.join(", --", known)));
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(argument + " lacks a value");
            }
            values.put(argument.substring(2), arguments.get(i + 1));
        }
        return new Arguments(values);
    }

    /** A time such as {@code 90s}, {@code 5m} or {@code 1h}. */
    Duration duration(String name, Duration usual) {
        String value = values.get(name);
        return value == null ? usual : Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
    }

    int number(String name, int usual) {
        String value = values.get(name);
        return value == null ? usual : Integer.parseInt(value);
    }
}
