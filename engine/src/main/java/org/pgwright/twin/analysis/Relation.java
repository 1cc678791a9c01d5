package org.pgwright.twin.analysis;

import org.pgwright.catalog.QualifiedName;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A relation of the twin.
 *
 * @param kind {@code pg_class.relkind}
 * @param columns by number, dropped and system ones left out
 */
record Relation(long oid, QualifiedName name, char kind, SortedMap<Integer, Column> columns) {
    Relation {
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    }

    boolean isView() {
        return kind == 'v';
    }

    /** Whether it holds rows that an index of the user's could help to find. */
    boolean isIndexable() {
        return (kind == 'r' || kind == 'p' || kind == 'm' || kind == 'f')
                && !name.schema().equals("pg_catalog")
                && !name.schema().equals("information_schema");
    }

    /**
     * A column, or an expression over columns.
     *
     * @param name the text of an expression
     * @param type oid
     * @param collation oid, 0 where the type has none
     */
    record Column(String name, long type, long collation) {}
}
