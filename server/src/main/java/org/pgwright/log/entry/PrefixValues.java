package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a line says before its message.
 *
 * @param values by the letter of their escape, from {@code A} on; empty where not said
 * @param word the severity, or the kind of a part
 * @param textStart where the text begins
 */
record PrefixValues(List<String> values, String word, int textStart) {
    /** Whether the word is one that servers write in English. */
    boolean isKnown() {
        return Severity.of(word) != null || kind() != null;
    }

    /** The kind of the part; null for an entry. */
    Part.@Nullable Kind kind() {
        for (Part.Kind kind : Part.Kind.values()) {
            if (kind.name().equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /** The value of an escape; empty if not said. */
    String value(char letter) {
        return values.get(letter - 'A');
    }

    /** How many values are said. */
    int said() {
        int said = 0;
        for (char letter = 'A'; letter <= 'z'; letter++) {
            said += value(letter).isEmpty() ? 0 : 1;
        }
        return said;
    }
}
