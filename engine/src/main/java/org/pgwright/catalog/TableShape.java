package org.pgwright.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What advice for the indexes of a table relies on.
 *
 * @param columns their types as {@code format_type} writes them, by name
 * @param indexes {@code pg_get_indexdef} of those that are valid, by name
 */
public record TableShape(
        QualifiedName table, Map<String, String> columns, Map<String, String> indexes) {
    public TableShape {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        indexes = Collections.unmodifiableMap(new LinkedHashMap<>(indexes));
    }

    /** That of a table of a catalog. */
    public static TableShape of(Table table, Catalog catalog) {
        Map<String, String> columns = new LinkedHashMap<>();
        table.columns().forEach(column -> columns.put(column.name(), column.type()));
        Map<String, String> indexes = new LinkedHashMap<>();
        catalog.indexes().stream()
                .filter(index -> index.valid() && index.table().equals(table.name()))
                .forEach(index -> indexes.put(index.name().name(), index.definition()));
        return new TableShape(table.name(), columns, indexes);
    }
}
