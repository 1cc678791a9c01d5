package org.pgwright.strategy;

import java.util.Locale;

/** A kind of statement that a change is made of. */
public enum StepKind {
    /** Makes an index concurrently. */
    CREATE,
    /** Makes the index of a partitioned table, without its parts. */
    CREATE_PARENT,
    /** Attaches a part to it. */
    ATTACH,
    /** Drops an index concurrently. */
    DROP,
    /** Drops the index of a partitioned table with its parts. */
    DROP_PARENT,
    /** Builds an index anew concurrently. */
    REINDEX,
    /** Makes the server look at a table's values. */
    ANALYZE,
    /** Makes extended statistics of a table, empty until it is analyzed. */
    CREATE_STATISTICS,
    /** Drops them. */
    DROP_STATISTICS;

    /** The word for it in the repository and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * That of a word.
     *
     * @throws IllegalArgumentException for any other
     */
    public static StepKind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /**
     * Whether reads or writes of the table wait while it waits for its lock; it takes no time
     * itself.
     */
    public boolean isBlocking() {
        return switch (this) {
            case CREATE_PARENT, ATTACH, DROP_PARENT -> true;
            case CREATE, DROP, REINDEX, ANALYZE, CREATE_STATISTICS, DROP_STATISTICS -> false;
        };
    }
}
