package org.pgwright.observation;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.List;
import java.util.Set;

/**
 * An index at one moment.
 *
 * @param predicate of a partial index; null for all rows
 * @param keys in order, included columns last
 * @param bytes null where a lock was in the way
 * @param entries by the server's estimate
 */
public record IndexReading(
        QualifiedName table,
        String name,
        long oid,
        String method,
        String definition,
        @Nullable String predicate,
        Flags flags,
        List<Key> keys,
        @Nullable Long bytes,
        long entries,
        Counters counters) {
    public IndexReading {
        keys = List.copyOf(keys);
    }

    /**
     * What it is for.
     *
     * @param isConstraint whether a constraint needs it
     * @param duties what else it is needed for
     */
    public record Flags(
            boolean isUnique,
            boolean isPrimary,
            boolean isConstraint,
            boolean isValid,
            Set<IndexDuty> duties) {
        public Flags {
            duties = Set.copyOf(duties);
        }
    }

    /**
     * A column or expression of an index.
     *
     * @param text the column's name, or the expression
     * @param isIncluded whether it is only carried along
     */
    public record Key(
            String text,
            boolean isExpression,
            boolean isDescending,
            boolean nullsFirst,
            boolean isIncluded) {}
}
