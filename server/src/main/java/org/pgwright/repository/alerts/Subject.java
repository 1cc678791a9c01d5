package org.pgwright.repository.alerts;

import org.pgwright.catalog.QualifiedName;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a value is of. Parts that its kind has not are empty.
 *
 * @param name of an index, a slot, a replica or a collector, or the hash of a query
 */
public record Subject(SubjectKind kind, String database, String schema, String table, String name) {
    /** All of an instance. */
    public static final Subject INSTANCE = new Subject(SubjectKind.INSTANCE, "", "", "", "");

    /** A database. */
    public static Subject database(String database) {
        return new Subject(SubjectKind.DATABASE, database, "", "", "");
    }

    /** A table of a database. */
    public static Subject table(String database, QualifiedName table) {
        return new Subject(SubjectKind.TABLE, database, table.schema(), table.name(), "");
    }

    /** An index of a table. */
    public static Subject index(String database, QualifiedName table, String index) {
        return new Subject(SubjectKind.INDEX, database, table.schema(), table.name(), index);
    }

    /** A query, by its hash. */
    public static Subject query(String hash) {
        return named(SubjectKind.QUERY, hash);
    }

    /** A slot, a replica or a collector. */
    static Subject named(SubjectKind kind, String name) {
        return new Subject(kind, "", "", "", name);
    }

    /** Whether it is that table, or an index of it. */
    public boolean isOf(TableName wanted) {
        return !table.isEmpty()
                && table.equals(wanted.table())
                && (wanted.schema() == null || schema.equals(wanted.schema()));
    }

    /** For people: {@code shop.public.orders}; empty for all of an instance. */
    public String shown() {
        return Stream.of(database, schema, table, name)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("."));
    }
}
