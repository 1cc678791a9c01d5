package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An index that exists on the monitored server.
 *
 * @param definition {@code pg_get_indexdef}, every name with its schema
 * @param method the access method, such as {@code btree}
 * @param keys the key columns in order
 * @param include the names of the INCLUDE columns
 * @param predicate of a partial index, as the server writes it
 * @param constraint the primary key, unique or exclusion constraint that it backs
 * @param parent the partitioned index that it is a part of
 * @param partitioned whether it is itself the index of a partitioned table, which has no file
 * @param height the number of levels above the leaves of a B-tree; null where it was not read
 * @param state null where it was not read
 * @param gin what a GIN index counts of itself; null where it was not read
 */
public record Index(
        QualifiedName name,
        QualifiedName table,
        String definition,
        String method,
        boolean unique,
        boolean primary,
        boolean exclusion,
        boolean nullsNotDistinct,
        boolean valid,
        boolean replicaIdentity,
        @Nullable State state,
        List<Key> keys,
        List<String> include,
        @Nullable String predicate,
        @Nullable String constraint,
        @Nullable QualifiedName parent,
        boolean partitioned,
        @Nullable String extension,
        long pages,
        long recordedPages,
        double recordedRows,
        @Nullable Integer height,
        @Nullable GinPages gin,
        Usage usage) {
    public Index {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
    }

    /** The file's length. */
    public Bytes size(int blockSize) {
        return new Bytes(pages * blockSize);
    }

    /**
     * A key column or expression.
     *
     * @param column null for an expression
     * @param expression the column's name or the expression's text, as the server writes it
     * @param operatorClass with its schema
     * @param collation null where the type has none
     */
    public record Key(
            @Nullable String column,
            String expression,
            QualifiedName operatorClass,
            @Nullable QualifiedName collation,
            boolean descending,
            boolean nullsFirst)
            implements SortedKey {}

    /**
     * What a GIN index keeps in its metapage for the planner ({@code access/ginblock.h}).
     *
     * @param pending pages of the list of entries that are not merged yet
     * @param total pages when they were last counted
     * @param entry pages of the entry tree
     * @param data pages of posting trees
     * @param entries keys
     */
    public record GinPages(long pending, long total, long entry, long data, long entries) {}

    /**
     * What sessions do with the index or its table.
     *
     * @param clustered whether {@code CLUSTER} orders the table by it
     * @param maintained whether a session held the lock on the table, when it was read, that
     *     concurrent builds of indexes take; VACUUM and ANALYZE take it too
     */
    public record State(boolean clustered, boolean maintained) {}

    /** How the index has been used since the server's statistics were last reset. */
    public record Usage(long scans, long entriesRead, long rowsFetched) {
        public static final Usage NONE = new Usage(0, 0, 0);
    }
}
