package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The tables and indexes that the twin has, as its own catalogues know them. */
final class TwinRelations {
    private static final String RELATIONS =
            """
            SELECT n.nspname, c.relname, c.oid, c.relkind, c.relfilenode,
                   pg_catalog.pg_relation_filepath(c.oid)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'i', 'I', 'v') AND c.oid >= 16384
            """;

    private static final String COLUMNS =
            """
            SELECT n.nspname, c.relname, a.attname, t.typname, t.typlen,
                   CASE t.typalign WHEN 'c' THEN 1 WHEN 's' THEN 2 WHEN 'i' THEN 4 ELSE 8 END
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
             WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
               AND c.oid >= 16384
            """;

    private final Map<QualifiedName, Relation> relations = new HashMap<>();
    private final Map<QualifiedName, Map<String, ColumnType>> columns = new HashMap<>();

    /**
     * A relation of the twin.
     *
     * @param file its path below the data folder; null where it has none
     */
    record Relation(QualifiedName name, long oid, char kind, long fileNode, @Nullable String file) {
        RelationFile in(Path dataFolder) {
            if (file == null) {
                throw new IllegalStateException(name + " has no file");
            }
            return new RelationFile(dataFolder, file);
        }
    }

    /** How values of a column lie in a tuple; a length of -1 is variable. */
    record ColumnType(String name, int length, int alignment) {}

    static TwinRelations read(Connection superuser) throws SQLException {
        TwinRelations all = new TwinRelations();
        try (Statement statement = superuser.createStatement()) {
            try (ResultSet row = statement.executeQuery(RELATIONS)) {
                while (row.next()) {
                    QualifiedName name = new QualifiedName(row.getString(1), row.getString(2));
                    all.relations.put(
                            name,
                            new Relation(
                                    name,
                                    row.getLong(3),
                                    row.getString(4).charAt(0),
                                    row.getLong(5),
                                    row.getString(6)));
                }
            }
            try (ResultSet row = statement.executeQuery(COLUMNS)) {
                while (row.next()) {
                    all.columns
                            .computeIfAbsent(
                                    new QualifiedName(row.getString(1), row.getString(2)),
                                    name -> new HashMap<>())
                            .put(
                                    row.getString(3),
                                    new ColumnType(row.getString(4), row.getInt(5), row.getInt(6)));
                }
            }
        }
        return all;
    }

    /** The relation, or null where the twin does not have it. */
    @Nullable Relation find(QualifiedName name) {
        return relations.get(name);
    }

    /** The relation, which the twin is known to have. */
    Relation known(QualifiedName name) {
        Relation relation = relations.get(name);
        if (relation == null) {
            throw new IllegalStateException("the twin has no " + name);
        }
        return relation;
    }

    /** The column's type, or null where the twin does not have the column. */
    @Nullable ColumnType column(QualifiedName table, String column) {
        return columns.getOrDefault(table, Map.of()).get(column);
    }
}
