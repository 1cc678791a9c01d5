package org.pgwright.snapshot;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.View;
import org.pgwright.workload.Statement;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the tables that a workload may read, by their names alone: those mentioned in its texts,
 * those that mentioned views read, and the partitions and children of all of these. What functions
 * read stays unknown.
 */
final class MentionedTables {
    private final Map<String, List<QualifiedName>> byName;
    private final Map<QualifiedName, List<QualifiedName>> leadsTo = new HashMap<>();

    MentionedTables(List<Table> tables, List<View> views) {
        byName =
                Stream.concat(tables.stream().map(Table::name), views.stream().map(View::name))
                        .collect(Collectors.groupingBy(QualifiedName::name));
        for (Table table : tables) {
            for (QualifiedName parent : table.parents()) {
                leadsTo.computeIfAbsent(parent, p -> new ArrayList<>()).add(table.name());
            }
        }
        views.forEach(view -> leadsTo.put(view.name(), view.relations()));
    }

    /** The names of tables and views. */
    Set<QualifiedName> in(Workload workload) {
        Set<QualifiedName> found = new HashSet<>();
        Deque<QualifiedName> open = new ArrayDeque<>(mentioned(workload));
        while (!open.isEmpty()) {
            QualifiedName name = open.pop();
            if (found.add(name)) {
                open.addAll(leadsTo.getOrDefault(name, List.of()));
            }
        }
        return found;
    }

    private List<QualifiedName> mentioned(Workload workload) {
        return workload.statements().stream()
                .map(Statement::text)
                .map(StatementText::mentionedNames)
                .flatMap(Collection::stream)
                .distinct()
                .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
                .toList();
    }
}
