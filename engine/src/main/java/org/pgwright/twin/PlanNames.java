package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Plan.IndexName;
import org.pgwright.postgres.ExplainJson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what a name in the twin's plans means on the monitored database. */
final class PlanNames implements ExplainJson.Names {
    private final Map<String, List<QualifiedName>> tables = new HashMap<>();
    private final Map<String, List<Index>> indexes = new HashMap<>();

    PlanNames(Catalog catalog) {
        for (Table table : catalog.tables()) {
            tables.computeIfAbsent(table.name().name(), name -> new ArrayList<>())
                    .add(table.name());
        }
        for (Index index : catalog.indexes()) {
            indexes.computeIfAbsent(index.name().name(), name -> new ArrayList<>()).add(index);
        }
    }

    /** EXPLAIN names no schema; of several tables of one name the first is taken. */
    @Override
    public QualifiedName relation(@Nullable String schema, String name) {
        if (schema != null) {
            return new QualifiedName(schema, name);
        }
        List<QualifiedName> found = tables.get(name);
        return found == null ? new QualifiedName("pg_catalog", name) : found.getFirst();
    }

    @Override
    public IndexName index(@Nullable QualifiedName relation, String name) {
        if (name.startsWith(HypotheticalIndexes.PREFIX) && !indexes.containsKey(name)) {
            String id = name.substring(HypotheticalIndexes.PREFIX.length()).split("_")[0];
            return new IndexName.Hypothetical(Integer.parseInt(id));
        }
        return new IndexName.Existing(
                indexes.getOrDefault(name, List.of()).stream()
                        .filter(index -> index.table().equals(relation))
                        .map(Index::name)
                        .findFirst()
                        .orElse(
                                new QualifiedName(
                                        relation == null ? "pg_catalog" : relation.schema(),
                                        name)));
    }
}
