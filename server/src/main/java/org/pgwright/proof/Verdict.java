package org.pgwright.proof;

import java.util.Locale;

/** What a change did to the real workload. */
public enum Verdict {
    /** The same calls take less time. */
    IMPROVED,
    /** There is no difference that is neither chance nor too small to matter. */
    NEUTRAL,
    /** The same calls take more time. */
    WORSE,
    /** Too few calls, or what was called changed in kind. */
    NOT_ENOUGH_DATA;

    /** The word for it in the repository and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words for it in text. */
    public String shown() {
        return label().replace('_', ' ');
    }

    /**
     * That of a word.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Verdict of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
