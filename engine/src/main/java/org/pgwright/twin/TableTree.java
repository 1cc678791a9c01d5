package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which tables consist of which partitions. */
final class TableTree {
    private final Map<QualifiedName, Table> tables = new HashMap<>();
    private final Map<QualifiedName, List<Table>> partitions = new HashMap<>();

    TableTree(Catalog catalog) {
        for (Table table : catalog.tables()) {
            tables.put(table.name(), table);
            if (table.isPartition()) {
                for (QualifiedName parent : table.parents()) {
                    partitions.computeIfAbsent(parent, name -> new ArrayList<>()).add(table);
                }
            }
        }
    }

    @Nullable Table find(QualifiedName name) {
        return tables.get(name);
    }

    /** The table itself, or the leaves of a partitioned one; none for an unknown table. */
    List<Table> leaves(QualifiedName name) {
        Table table = tables.get(name);
        if (table == null) {
            return List.of();
        }
        if (table.kind() != Table.Kind.PARTITIONED) {
            return List.of(table);
        }
        return partitions.getOrDefault(name, List.of()).stream()
                .flatMap(partition -> leaves(partition.name()).stream())
                .toList();
    }
}
