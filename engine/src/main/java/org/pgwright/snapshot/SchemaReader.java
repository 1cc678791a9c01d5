package org.pgwright.snapshot;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.RelationLayout;
import org.pgwright.catalog.Samples;
import org.pgwright.catalog.Table;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads tables, indexes, constraints and figures of columns in a transaction of the caller's, by a
 * fixed number of queries however many there are: a part of what a snapshot has, cheap enough for
 * every hour. Reads no row of a table, no value, and no file.
 */
public final class SchemaReader {
    private static final int WHOLE_TABLE = 100;
    private static final int USUAL_BTREE = 90;

    private final ReadTransaction transaction;
    private final ServerReader server;
    private final Locks locks;

    /** Gaps are of no use here: what could not be read has no layout, or no figures. */
    private final Gaps gaps = new Gaps();

    private SchemaReader(ReadTransaction transaction) {
        this.transaction = transaction;
        this.server = new ServerReader(transaction, gaps);
        this.locks = Locks.now(transaction);
    }

    /**
     * Reads them. Tables that are locked exclusively are left out.
     *
     * @throws org.pgwright.error.PgwrightException where something is dropped or locked between two
     *     of the queries, too
     */
    public static Schema read(ReadTransaction transaction) {
        SchemaReader reader = new SchemaReader(transaction);
        return new Schema(reader.server.facts().takenAt(), reader.catalog(), reader.layouts());
    }

    private Catalog catalog() {
        Map<Long, SizeReader.Length> lengths = new SizeReader(transaction, locks, gaps).lengths();
        int blockSize = server.facts().blockSize();
        IndexReader indexReader = new IndexReader(transaction, locks, blockSize);
        List<Index> indexes = indexReader.indexes(lengths, Map.of(), Map.of());
        List<Table> tables =
                new TableReader(transaction, locks, blockSize)
                        .tables(lengths, indexReader.sums()).stream()
                                .map(TableReader.Found::table)
                                .toList();
        long bytes = lengths.values().stream().mapToLong(SizeReader.Length::bytes).sum();
        return new Catalog(
                server.withoutSettings(),
                server.database(new Bytes(bytes)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                tables,
                new DefinitionReader(transaction, locks).constraints(),
                indexes,
                List.of(),
                List.of(),
                List.of(),
                StatisticsReader.figures(transaction),
                List.of(),
                Samples.NONE);
    }

    private Map<QualifiedName, RelationLayout> layouts() {
        Map<QualifiedName, RelationLayout> layouts = new HashMap<>();
        transaction.each(
                "snapshot.layouts",
                Deadlines.CATALOG,
                row -> {
                    RelationLayout layout = layout(row);
                    layouts.put(layout.relation(), layout);
                });
        return layouts;
    }

    private static RelationLayout layout(Row row) throws SQLException {
        Integer fillFactor = row.integerOrNull("fill_factor");
        int usual = row.flag("is_index") ? USUAL_BTREE : WHOLE_TABLE;
        return new RelationLayout(
                Names.of(row, "schema", "name"),
                columns(row),
                fillFactor == null ? usual : fillFactor,
                row.flag("shares_entries"),
                row.flag("readable"));
    }

    private static List<RelationLayout.Column> columns(Row row) throws SQLException {
        List<String> names = row.texts("columns");
        List<String> lengths = row.texts("lengths");
        List<String> alignments = row.texts("alignments");
        List<String> stored = row.texts("stored");
        List<RelationLayout.Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(
                    new RelationLayout.Column(
                            names.get(i),
                            Integer.parseInt(lengths.get(i)),
                            Integer.parseInt(alignments.get(i)),
                            stored.get(i).equals("true")));
        }
        return columns;
    }
}
