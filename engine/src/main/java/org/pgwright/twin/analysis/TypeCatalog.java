package org.pgwright.twin.analysis;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Looks data types up in the twin's system catalogues by oid, each once. Only reads. */
final class TypeCatalog {
    private static final String TYPE =
            """
            /* pgwright:analysis.type */
            SELECT pg_catalog.format_type(t.oid, -1), t.typtype, t.typcategory,
              CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END, t.typbasetype,
              ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                    WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
            FROM pg_catalog.pg_type t WHERE t.oid = ?
            """;

    private static final String FORM =
            """
            /* pgwright:analysis.form */
            SELECT CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, -1)
                WHEN e.oid IS NULL
                THEN pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname)
                ELSE pg_catalog.quote_ident(m.nspname) || '.' || pg_catalog.quote_ident(e.typname)
                  || '[]' END,
              CASE WHEN o.prolang = 12 THEN o.prosrc ELSE '' END, t.typlen, t.typalign,
              i.provolatile = 'i', o.provolatile = 'i'
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
            LEFT JOIN pg_catalog.pg_namespace m ON m.oid = e.typnamespace
            JOIN pg_catalog.pg_proc i ON i.oid = t.typinput
            JOIN pg_catalog.pg_proc o ON o.oid = t.typoutput
            WHERE t.oid = ?
            """;
    private static final String LABEL =
            """
            /* pgwright:analysis.label */
            SELECT enumlabel FROM pg_catalog.pg_enum WHERE oid = ?
            """;

    /** Asks of the type's oid times 2^32 plus the modifier, which is never negative. */
    private static final String TYPE_NAME =
            """
            /* pgwright:analysis.type_name */
            SELECT pg_catalog.format_type(t.oid, (q.type & 4294967295)::int)
            FROM (SELECT ?::bigint) AS q(type)
            JOIN pg_catalog.pg_type t
              ON t.oid = (q.type >> 32)::oid AND t.typnamespace = 'pg_catalog'::regnamespace
            """;

    private static final String CONFIGURATION =
            """
            /* pgwright:analysis.configuration */
            SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE
                     pg_catalog.quote_ident(n.nspname) || '.' END
                   || pg_catalog.quote_ident(c.cfgname)
            FROM pg_catalog.pg_ts_config c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
            WHERE c.oid = ?
            """;

    private final OidLookup<DataType> types;
    private final OidLookup<TypeForm> forms;
    private final OidLookup<Optional<String>> names;
    private final OidLookup<String> labels;
    private final OidLookup<String> configurations;

    TypeCatalog(Connection connection) {
        types = new OidLookup<>(connection, TYPE, TypeCatalog::readType);
        forms = new OidLookup<>(connection, FORM, TypeCatalog::readForm);
        names = new OidLookup<>(connection, TYPE_NAME, TypeCatalog::readTypeName);
        labels = new OidLookup<>(connection, LABEL, TypeCatalog::readName);
        configurations = new OidLookup<>(connection, CONFIGURATION, TypeCatalog::readName);
    }

    DataType type(long oid) {
        return types.of(oid);
    }

    TypeForm form(long oid) {
        return forms.of(oid);
    }

    /** The name of a type of {@code pg_catalog} with its modifier; empty for any other type. */
    Optional<String> name(long oid, long modifier) {
        return modifier < 0 || modifier > Integer.MAX_VALUE
                ? Optional.empty()
                : names.of((oid << Integer.SIZE) + modifier);
    }

    /** Whether no code of an extension or user stands behind a type; enumerations have none. */
    boolean isBuiltIn(long oid) {
        if (ServerCatalog.isBuiltIn(oid)) {
            return true;
        }
        DataType type = type(oid);
        return type.kind() == 'e' || (type.isArray() && isBuiltIn(type.element()));
    }

    /** The name of a text search configuration, by its oid; qualified unless of pg_catalog. */
    String configuration(long oid) {
        return configurations.of(oid);
    }

    /** A value of an enumeration, by its oid. */
    String label(long oid) {
        return labels.of(oid);
    }

    private static DataType readType(long oid, ResultSet row) throws SQLException {
        ServerCatalog.require(row.next(), "a type");
        return new DataType(
                oid,
                row.getString(1),
                row.getString(2).charAt(0),
                row.getString(3).charAt(0),
                row.getLong(4),
                row.getLong(5),
                ServerCatalog.strings(row.getArray(6)));
    }

    private static TypeForm readForm(long oid, ResultSet row) throws SQLException {
        ServerCatalog.require(row.next(), "a type");
        return new TypeForm(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getString(4).charAt(0),
                row.getBoolean(5),
                row.getBoolean(6));
    }

    private static Optional<String> readTypeName(long oid, ResultSet row) throws SQLException {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }

    private static String readName(long oid, ResultSet row) throws SQLException {
        ServerCatalog.require(row.next(), "a constant");
        return row.getString(1);
    }
}
