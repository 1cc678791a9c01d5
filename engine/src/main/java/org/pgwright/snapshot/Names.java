package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Row;

import java.sql.SQLException;

/** Reads names that come as two columns, one of them the schema. */
final class Names {
    private Names() {}

    static QualifiedName of(Row row, String schema, String name) throws SQLException {
        return new QualifiedName(row.text(schema), row.text(name));
    }

    static @Nullable QualifiedName orNull(Row row, String schema, String name) throws SQLException {
        String schemaName = row.textOrNull(schema);
        String own = row.textOrNull(name);
        return schemaName == null || own == null ? null : new QualifiedName(schemaName, own);
    }

    static @Nullable QualifiedName collation(Row row) throws SQLException {
        return orNull(row, "collation_schema", "collation");
    }
}
