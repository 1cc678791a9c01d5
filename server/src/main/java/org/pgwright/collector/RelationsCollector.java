package org.pgwright.collector;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.IndexDuty;
import org.pgwright.observation.IndexReading;
import org.pgwright.observation.RelationReadings;
import org.pgwright.observation.TableReading;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the tables and indexes of one database with what the server counts of them, by a fixed
 * number of queries whatever their number. Temporary and system tables are left out.
 */
public final class RelationsCollector {
    private static final CounterColumns TABLE = new CounterColumns(CounterKind.TABLE);
    private static final CounterColumns INDEX = new CounterColumns(CounterKind.INDEX);

    /** Bits of pg_index.indoption (src/include/catalog/pg_index.h). */
    private static final int DESCENDING = 1;

    private static final int NULLS_FIRST = 2;

    private RelationsCollector() {}

    private record Look(long databaseOid, CounterLook look) {}

    /** All tables and indexes of the database of the transaction. */
    public static RelationReadings read(ReadTransaction transaction) {
        Look look =
                transaction.row(
                        "collector.relations_look", Deadlines.COLLECTION, RelationsCollector::look);
        List<TableReading> tables =
                transaction.rows("collector.tables", Deadlines.SIZES, RelationsCollector::table);
        List<IndexReading> indexes =
                transaction.rows("collector.indexes", Deadlines.SIZES, RelationsCollector::index);
        return new RelationReadings(look.databaseOid(), look.look(), tables, indexes);
    }

    private static Look look(Row row) throws SQLException {
        return new Look(
                row.number("database_oid"),
                new CounterLook(
                        Micros.instant(row, "taken_at_micros"),
                        Micros.instant(row, "started_at_micros"),
                        Micros.instantOrNull(row, "reset_at_micros"),
                        0,
                        false));
    }

    private static TableReading table(Row row) throws SQLException {
        long live = row.number("live_rows");
        return new TableReading(
                new QualifiedName(row.text("schema_name"), row.text("table_name")),
                row.number("oid"),
                row.text("kind").charAt(0),
                new TableReading.Size(
                        live > 0 ? live : row.number("recorded_rows"),
                        row.numberOrNull("table_bytes"),
                        row.numberOrNull("total_bytes")),
                new TableReading.Upkeep(
                        row.number("dead_rows"),
                        row.number("changed_since_analyze"),
                        Micros.instantOrNull(row, "last_vacuum_micros"),
                        Micros.instantOrNull(row, "last_analyze_micros"),
                        row.number("frozen_transaction_age")),
                TABLE.read(row));
    }

    private static IndexReading index(Row row) throws SQLException {
        return new IndexReading(
                new QualifiedName(row.text("schema_name"), row.text("table_name")),
                row.text("index_name"),
                row.number("oid"),
                row.text("method"),
                row.text("definition"),
                row.textOrNull("predicate"),
                new IndexReading.Flags(
                        row.flag("is_unique"),
                        row.flag("is_primary"),
                        row.flag("is_constraint"),
                        row.flag("is_valid"),
                        row.texts("duties").stream()
                                .map(IndexDuty::of)
                                .collect(Collectors.toUnmodifiableSet())),
                keys(row),
                row.numberOrNull("index_bytes"),
                row.number("entry_count"),
                INDEX.read(row));
    }

    private static List<IndexReading.Key> keys(Row row) throws SQLException {
        List<String> texts = row.texts("key_texts");
        List<String> kinds = row.texts("key_kinds");
        List<String> options = row.texts("key_options");
        List<IndexReading.Key> keys = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            boolean included = i >= row.integer("key_count");
            int option = included ? 0 : Integer.parseInt(options.get(i));
            keys.add(
                    new IndexReading.Key(
                            texts.get(i),
                            kinds.get(i).equals("expression"),
                            (option & DESCENDING) != 0,
                            (option & NULLS_FIRST) != 0,
                            included));
        }
        return keys;
    }
}
