package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A table, partitioned table, partition, materialised view or foreign table.
 *
 * @param columns in the order of the monitored table, dropped ones left out
 * @param parents the tables that it inherits from or is a partition of
 * @param partitionKey {@code pg_get_partkeydef} of a partitioned table
 * @param partitionBound {@code FOR VALUES ...} or {@code DEFAULT} of a partition
 * @param options storage parameters as {@code name=value}
 * @param extension the extension that owns it, null for the user's own
 */
public record Table(
        QualifiedName name,
        Kind kind,
        Persistence persistence,
        String owner,
        List<Column> columns,
        List<QualifiedName> parents,
        @Nullable String partitionKey,
        @Nullable String partitionBound,
        List<String> options,
        boolean rowSecurity,
        boolean forcesRowSecurity,
        @Nullable String extension,
        Size size,
        Activity activity) {
    public Table {
        columns = List.copyOf(columns);
        parents = List.copyOf(parents);
        options = List.copyOf(options);
    }

    public enum Kind {
        TABLE,
        PARTITIONED,
        MATERIALIZED_VIEW,
        FOREIGN
    }

    public enum Persistence {
        PERMANENT,
        UNLOGGED
    }

    public boolean isPartition() {
        return partitionBound != null;
    }

    /**
     * A column.
     *
     * @param type as {@code format_type} writes it, every name outside pg_catalog with its schema
     * @param collation where it differs from the type's default
     * @param identity whether it is GENERATED AS IDENTITY
     * @param generation the expression of a virtual generated column (from 18), else null: a stored
     *     one plans as any other column
     */
    public record Column(
            String name,
            String type,
            boolean notNull,
            @Nullable QualifiedName collation,
            boolean identity,
            @Nullable String generation) {}

    /**
     * What the planner reads of a relation's size.
     *
     * @param pages the file's length now, in blocks
     * @param recordedPages {@code pg_class.relpages}, as of the last VACUUM or ANALYZE
     * @param recordedRows {@code pg_class.reltuples}; -1 where it was never counted
     * @param allVisiblePages {@code pg_class.relallvisible}
     * @param total with indexes and TOAST
     */
    public record Size(
            long pages,
            long recordedPages,
            double recordedRows,
            long allVisiblePages,
            Bytes total) {}

    /** What has been done to a table since the server's statistics were last reset. */
    public record Activity(
            long sequentialScans,
            long indexScans,
            long inserted,
            long updated,
            long hotUpdated,
            long deleted,
            long liveRows,
            long deadRows) {
        public static final Activity NONE = new Activity(0, 0, 0, 0, 0, 0, 0, 0);

        /** Fewer say nothing about what is used and what is not; PgHero's figure, too. */
        public static final long TELLING_SCANS = 50;

        /** How often the table was read, in whatever way. */
        public long scans() {
            return sequentialScans + indexScans;
        }
    }
}
