package org.pgwright.collector;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.TableShape;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a table is like. */
public final class TableShapeCollector {
    private TableShapeCollector() {}

    private record Part(boolean isColumn, String name, String definition) {}

    /** That of a table; empty if it is not there, or has no columns. */
    public static Optional<TableShape> read(ReadTransaction transaction, QualifiedName table) {
        List<Part> parts =
                transaction.rows(
                        "collector.table_shape",
                        Deadlines.CATALOG,
                        TableShapeCollector::part,
                        table.schema(),
                        table.name(),
                        table.schema(),
                        table.name());
        Map<String, String> columns = new LinkedHashMap<>();
        Map<String, String> indexes = new LinkedHashMap<>();
        for (Part part : parts) {
            (part.isColumn() ? columns : indexes).put(part.name(), part.definition());
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new TableShape(table, columns, indexes));
    }

    private static Part part(Row row) throws SQLException {
        return new Part(
                row.text("part").equals("column"), row.text("name"), row.text("definition"));
    }
}
