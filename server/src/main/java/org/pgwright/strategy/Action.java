package org.pgwright.strategy;

import java.util.Locale;

/** What is wanted of an index. */
public enum Action {
    /** That it is made. */
    CREATE,
    /** That it is dropped. */
    DROP,
    /** That it is built anew. */
    REINDEX;

    /** The word for it in the repository, in JSON and in text. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * That of a word.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Action of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
