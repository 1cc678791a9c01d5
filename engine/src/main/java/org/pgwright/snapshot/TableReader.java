package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads tables with their columns and parents. */
final class TableReader {
    private final ReadTransaction transaction;
    private final Object locked;
    private final int blockSize;
    private final Map<Long, List<Table.Column>> columns = new HashMap<>();
    private final Map<Long, Parents> parents = new HashMap<>();

    TableReader(ReadTransaction transaction, Locks locks, int blockSize) {
        this.transaction = transaction;
        this.locked = transaction.numbers(locks.tableOids());
        this.blockSize = blockSize;
    }

    /**
     * The tables with what only the reading needs.
     *
     * @param lengths of files by oid
     * @param indexes what is known of the indexes of each table, by the table's oid
     */
    List<Found> tables(Map<Long, SizeReader.Length> lengths, Map<Long, IndexReader.Sum> indexes) {
        readColumns();
        readParents();
        return transaction.rows(
                "snapshot.tables",
                Deadlines.CATALOG,
                row -> {
                    long oid = row.number("oid");
                    IndexReader.Sum sum = indexes.getOrDefault(oid, IndexReader.Sum.NONE);
                    return new Found(
                            oid,
                            table(row, oid, lengths.get(oid), sum),
                            row.flag("readable"),
                            row.flag("hidden_by_row_security"));
                },
                locked);
    }

    private Table table(
            Row row, long oid, SizeReader.@Nullable Length length, IndexReader.Sum indexes)
            throws SQLException {
        Parents own = parents.getOrDefault(oid, Parents.NONE);
        return new Table(
                Names.of(row, "schema", "name"),
                kind(row.text("kind")),
                row.text("persistence").equals("u")
                        ? Table.Persistence.UNLOGGED
                        : Table.Persistence.PERMANENT,
                row.text("owner"),
                columns.getOrDefault(oid, List.of()),
                own.names,
                row.textOrNull("partition_key"),
                own.bound,
                row.texts("options"),
                row.flag("row_security"),
                row.flag("forces_row_security"),
                row.textOrNull("extension"),
                size(row, length, indexes),
                activity(row, indexes));
    }

    private static Table.Kind kind(String kind) {
        return switch (kind) {
            case "r" -> Table.Kind.TABLE;
            case "p" -> Table.Kind.PARTITIONED;
            case "m" -> Table.Kind.MATERIALIZED_VIEW;
            case "f" -> Table.Kind.FOREIGN;
            default -> throw new IllegalStateException("unknown kind of relation: " + kind);
        };
    }

    private Table.Size size(Row row, SizeReader.@Nullable Length length, IndexReader.Sum indexes)
            throws SQLException {
        long recorded = row.number("recorded_pages");
        long bytes = length == null ? storedBytes(row, recorded) : length.bytes();
        long toast = length == null ? 0 : length.toastBytes();
        return new Table.Size(
                bytes / blockSize,
                recorded,
                row.real("recorded_rows"),
                row.number("all_visible_pages"),
                new Bytes(bytes + toast + indexes.bytes()));
    }

    /** Partitioned and foreign tables have no file; others whose length we miss have. */
    private long storedBytes(Row row, long recordedPages) throws SQLException {
        return switch (kind(row.text("kind"))) {
            case TABLE, MATERIALIZED_VIEW -> recordedPages * blockSize;
            case PARTITIONED, FOREIGN -> 0;
        };
    }

    private static Table.Activity activity(Row row, IndexReader.Sum indexes) throws SQLException {
        return new Table.Activity(
                row.number("sequential_scans"),
                indexes.scans(),
                row.number("inserted"),
                row.number("updated"),
                row.number("hot_updated"),
                row.number("deleted"),
                row.number("live_rows"),
                row.number("dead_rows"));
    }

    private void readColumns() {
        transaction.each(
                "snapshot.columns",
                Deadlines.CATALOG,
                row -> {
                    List<Table.Column> own =
                            columns.computeIfAbsent(
                                    row.number("relation"), oid -> new ArrayList<>());
                    own.add(column(row));
                },
                locked);
    }

    private static Table.Column column(Row row) throws SQLException {
        return new Table.Column(
                row.text("name"),
                row.text("type"),
                row.flag("not_null"),
                Names.collation(row),
                row.flag("identity"),
                row.textOrNull("generation"));
    }

    private void readParents() {
        transaction.each(
                "snapshot.parents",
                Deadlines.CATALOG,
                row -> {
                    Parents before = parents.getOrDefault(row.number("child"), Parents.NONE);
                    QualifiedName parent = Names.of(row, "parent_schema", "parent_name");
                    parents.put(row.number("child"), before.with(parent, row.textOrNull("bound")));
                },
                locked);
    }

    /**
     * A table as it was found.
     *
     * @param readable whether the role may read at least one of its columns
     * @param hiddenByRowSecurity whether row security hides its statistics from the role
     */
    record Found(long oid, Table table, boolean readable, boolean hiddenByRowSecurity) {}

    private record Parents(List<QualifiedName> names, @Nullable String bound) {
        static final Parents NONE = new Parents(List.of(), null);

        Parents with(QualifiedName parent, @Nullable String newBound) {
            List<QualifiedName> more = new ArrayList<>(names);
            more.add(parent);
            return new Parents(more, newBound == null ? bound : newBound);
        }
    }
}
