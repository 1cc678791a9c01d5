package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads indexes with their keys. */
final class IndexReader {
    private final ReadTransaction transaction;
    private final Object locked;
    private final int blockSize;
    private final Map<Long, List<Index.Key>> keys = new HashMap<>();
    private final Map<Long, List<String>> included = new HashMap<>();
    private final Map<Long, QualifiedName> parents = new HashMap<>();
    private final Map<Long, Sum> sums = new HashMap<>();

    IndexReader(ReadTransaction transaction, Locks locks, int blockSize) {
        this.transaction = transaction;
        this.locked = transaction.numbers(locks.tableOids());
        this.blockSize = blockSize;
    }

    /**
     * The indexes.
     *
     * @param lengths of files by oid
     * @param heights of B-trees by oid, as far as they are known
     * @param gins counters of GIN indexes by oid, as far as they are known
     */
    List<Index> indexes(
            Map<Long, SizeReader.Length> lengths,
            Map<Long, Integer> heights,
            Map<Long, Index.GinPages> gins) {
        readKeys();
        readParents();
        return transaction.rows(
                "snapshot.indexes",
                Deadlines.CATALOG,
                row -> index(row, lengths.get(row.number("oid")), heights, gins),
                locked);
    }

    /** What the indexes of each table add to it, by the table's oid, once they were read. */
    Map<Long, Sum> sums() {
        return sums;
    }

    private Index index(
            Row row,
            SizeReader.@Nullable Length length,
            Map<Long, Integer> heights,
            Map<Long, Index.GinPages> gins)
            throws SQLException {
        long oid = row.number("oid");
        boolean partitioned = row.flag("partitioned");
        long recorded = row.number("recorded_pages");
        long known = length == null ? recorded : length.bytes() / blockSize;
        long pages = partitioned ? 0 : known;
        Index.Usage usage = usage(row);
        sums.merge(row.number("table_oid"), new Sum(pages * blockSize, usage.scans()), Sum::plus);
        return new Index(
                Names.of(row, "schema", "name"),
                Names.of(row, "table_schema", "table_name"),
                row.text("definition"),
                row.text("method"),
                row.flag("unique_keys"),
                row.flag("primary_key"),
                row.flag("exclusion"),
                row.flag("nulls_not_distinct"),
                row.flag("valid"),
                row.flag("replica_identity"),
                new Index.State(row.flag("clustered"), row.flag("table_maintained")),
                keys.getOrDefault(oid, List.of()),
                included.getOrDefault(oid, List.of()),
                row.textOrNull("predicate"),
                row.textOrNull("constraint_name"),
                parents.get(oid),
                partitioned,
                row.textOrNull("extension"),
                pages,
                recorded,
                row.real("recorded_rows"),
                height(row, length, heights.get(oid)),
                gins.get(oid),
                usage);
    }

    private @Nullable Integer height(
            Row row, SizeReader.@Nullable Length length, @Nullable Integer read)
            throws SQLException {
        boolean flat = length != null && length.bytes() <= BtreeMetapage.FLAT_PAGES * blockSize;
        return read == null && flat && row.text("method").equals("btree")
                ? Integer.valueOf(0)
                : read;
    }

    private static Index.Usage usage(Row row) throws SQLException {
        return new Index.Usage(
                row.number("scans"), row.number("entries_read"), row.number("rows_fetched"));
    }

    private void readKeys() {
        transaction.each(
                "snapshot.index_keys",
                Deadlines.CATALOG,
                row -> {
                    long oid = row.number("oid");
                    if (row.flag("is_key")) {
                        keys.computeIfAbsent(oid, o -> new ArrayList<>()).add(key(row));
                    } else {
                        included.computeIfAbsent(oid, o -> new ArrayList<>())
                                .add(row.text("column_name"));
                    }
                },
                locked);
    }

    private static Index.Key key(Row row) throws SQLException {
        String column = row.textOrNull("column_name");
        return new Index.Key(
                column,
                column == null ? row.text("expression") : column,
                Names.of(row, "operator_class_schema", "operator_class"),
                Names.collation(row),
                row.flag("descending"),
                row.flag("nulls_first"));
    }

    private void readParents() {
        transaction.each(
                "snapshot.index_parents",
                Deadlines.CATALOG,
                row ->
                        parents.put(
                                row.number("child"),
                                Names.of(row, "parent_schema", "parent_name")));
    }

    /** What the indexes of a table add to it. */
    record Sum(long bytes, long scans) {
        static final Sum NONE = new Sum(0, 0);

        Sum plus(Sum other) {
            return new Sum(bytes + other.bytes, scans + other.scans);
        }
    }
}
