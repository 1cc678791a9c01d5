package org.pgwright.observation;

/**
 * Something that a server counts for an object: a constant of one of the enums named after what is
 * counted.
 */
public sealed interface Counter
        permits StatementCounter, TableCounter, IndexCounter, DatabaseCounter {
    /** Its place in the counters of its kind. */
    int ordinal();

    /** Whether it keeps the largest value seen instead of a sum. */
    default boolean isMaximum() {
        return false;
    }

    /**
     * Whether a smaller value than before means that counting was started anew. Not so for what can
     * be reset on its own, or is computed from rounded figures.
     */
    default boolean onlyGrows() {
        return true;
    }
}
