package org.pgwright.collector;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.List;

/** Finds a table, an index or extended statistics by name, as people write it. */
public final class RelationLookup {
    private RelationLookup() {}

    /**
     * What was found.
     *
     * @param table itself, or that of an index or of statistics
     * @param definition of an index or of statistics, as the server writes it; null for a table
     */
    public record Found(QualifiedName name, QualifiedName table, @Nullable String definition) {}

    /**
     * Up to two: with a schema there is one at most, without one it may be in several, system
     * schemas left out.
     *
     * @param schema null for any
     */
    public static List<Found> find(
            ReadTransaction transaction, @Nullable String schema, String name) {
        String wanted = schema == null ? "" : schema;
        return transaction.rows(
                "collector.relation_named",
                Deadlines.CATALOG,
                RelationLookup::found,
                name,
                wanted,
                wanted);
    }

    /** The same for extended statistics. */
    public static List<Found> findStatistics(
            ReadTransaction transaction, @Nullable String schema, String name) {
        String wanted = schema == null ? "" : schema;
        return transaction.rows(
                "collector.statistics_named",
                Deadlines.CATALOG,
                row ->
                        new Found(
                                new QualifiedName(row.text("schema"), row.text("name")),
                                new QualifiedName(row.text("table_schema"), row.text("table_name")),
                                row.text("definition")),
                name,
                wanted,
                wanted);
    }

    private static Found found(Row row) throws SQLException {
        QualifiedName name = new QualifiedName(row.text("schema"), row.text("name"));
        QualifiedName table =
                row.flag("is_index")
                        ? new QualifiedName(row.text("table_schema"), row.text("table_name"))
                        : name;
        return new Found(name, table, row.textOrNull("definition"));
    }
}
