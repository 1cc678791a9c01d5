package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** What functions are usually given where they do not take just any text. */
final class FunctionArguments {
    private static final Map<String, String> USUAL =
            Map.ofEntries(
                    Map.entry("date_trunc 0", "day"),
                    Map.entry("date_part 0", "day"),
                    Map.entry("extract 0", "day"),
                    Map.entry("timezone 0", "UTC"),
                    Map.entry("to_char 1", "YYYY-MM-DD"),
                    Map.entry("to_date 0", "2024-01-01"),
                    Map.entry("to_date 1", "YYYY-MM-DD"),
                    Map.entry("to_timestamp 0", "2024-01-01"),
                    Map.entry("to_timestamp 1", "YYYY-MM-DD"),
                    Map.entry("like_escape 1", "!"),
                    Map.entry("similar_to_escape 1", "!"),
                    Map.entry("encode 1", "hex"),
                    Map.entry("decode 0", "00"),
                    Map.entry("decode 1", "hex"),
                    Map.entry("regexp_replace 3", "g"),
                    Map.entry("regexp_match 2", "i"));

    private FunctionArguments() {}

    /**
     * @param argument its place, from 0
     * @param arguments how many there are
     * @return null where any value of the argument's type will do
     */
    static @Nullable String usual(String function, int argument, int arguments) {
        if (function.endsWith("range") && argument == 2) {
            // The constructors of range types take the kinds of their bounds last.
            return "[)";
        }
        boolean epoch = function.equals("to_timestamp") && arguments == 1;
        return epoch ? null : USUAL.get(function + " " + argument);
    }
}
