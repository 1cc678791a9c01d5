package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Function;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Samples;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.catalog.View;
import org.pgwright.workload.Statement;
import org.pgwright.workload.StatementText;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The part of a catalog that a workload can touch.
 *
 * <p>Goes by names, whatever their schema: a statement reaches every table, view and function of a
 * name that it mentions, and these what their own definitions mention. That is more than needed and
 * never less, and takes one pass over the texts.
 */
final class Reach {
    private final Catalog catalog;
    private final Set<String> reached = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<QualifiedName> tables = new HashSet<>();

    private Reach(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The catalog without what no statement can reach. */
    static Catalog of(Catalog catalog, Collection<Statement> statements) {
        Reach reach = new Reach(catalog);
        statements.forEach(statement -> reach.text(statement.text()));
        reach.follow();
        return reach.reduced();
    }

    /** The samples without those of tables that are not reached. */
    static Samples of(Samples samples, Set<QualifiedName> tables) {
        return new Samples(
                only(samples.expressions(), sample -> tables.contains(sample.relation())),
                only(samples.keys(), sample -> tables.contains(sample.table())),
                only(samples.pairs(), sample -> tables.contains(sample.table())));
    }

    private void text(String sql) {
        StatementText.mentionedNames(sql).forEach(this::name);
    }

    private void name(String name) {
        if (reached.add(name)) {
            open.add(name);
        }
    }

    private void follow() {
        Map<String, List<Runnable>> byName = definitions();
        while (!open.isEmpty()) {
            byName.getOrDefault(open.remove(), List.of()).forEach(Runnable::run);
        }
    }

    /** What to look at when a name is reached. */
    private Map<String, List<Runnable>> definitions() {
        Map<String, List<Runnable>> byName = new HashMap<>();
        Map<QualifiedName, List<Table>> children = new HashMap<>();
        Map<QualifiedName, List<Index>> indexes = new HashMap<>();
        for (Table table : catalog.tables()) {
            on(byName, table.name().name(), () -> table(table, children, indexes));
            table.parents()
                    .forEach(
                            parent ->
                                    children.computeIfAbsent(parent, p -> new ArrayList<>())
                                            .add(table));
        }
        for (Index index : catalog.indexes()) {
            indexes.computeIfAbsent(index.table(), t -> new ArrayList<>()).add(index);
        }
        for (View view : catalog.views()) {
            on(byName, view.name().name(), () -> view(view));
        }
        for (Function function : catalog.functions()) {
            on(byName, function.name().name(), () -> text(function.definition()));
        }
        for (TypeDefinition type : catalog.types()) {
            on(byName, type.name().name(), () -> type(type));
        }
        return byName;
    }

    private static void on(Map<String, List<Runnable>> byName, String name, Runnable action) {
        byName.computeIfAbsent(name, n -> new ArrayList<>()).add(action);
    }

    private void table(
            Table table,
            Map<QualifiedName, List<Table>> children,
            Map<QualifiedName, List<Index>> indexes) {
        if (!tables.add(table.name())) {
            return;
        }
        for (Table.Column column : table.columns()) {
            text(column.type());
            if (column.collation() != null) {
                name(column.collation().name());
            }
            if (column.generation() != null) {
                text(column.generation());
            }
        }
        indexes.getOrDefault(table.name(), List.of()).stream()
                .filter(Reach::callsSomething)
                .forEach(index -> text(index.definition()));
        table.parents().forEach(parent -> name(parent.name()));
        children.getOrDefault(table.name(), List.of())
                .forEach(child -> table(child, children, indexes));
    }

    private static boolean callsSomething(Index index) {
        return index.predicate() != null
                || index.keys().stream().anyMatch(key -> key.column() == null);
    }

    private void view(View view) {
        text(view.definition());
        view.relations().forEach(relation -> name(relation.name()));
    }

    private void type(TypeDefinition type) {
        switch (type) {
            case TypeDefinition.Enumeration _ -> {}
            case TypeDefinition.Domain domain -> text(domain.baseType());
            case TypeDefinition.Range range -> text(range.subtype());
            case TypeDefinition.Composite composite ->
                    composite.attributes().forEach(attribute -> text(attribute.type()));
        }
    }

    private Catalog reduced() {
        Set<QualifiedName> relations = new HashSet<>(tables);
        List<Index> indexes = only(catalog.indexes(), index -> tables.contains(index.table()));
        indexes.forEach(index -> relations.add(index.name()));
        return new Catalog(
                catalog.server(),
                catalog.database(),
                catalog.schemas(),
                catalog.roles(),
                catalog.extensions(),
                only(catalog.collations(), c -> reached.contains(c.name().name())),
                only(catalog.types(), type -> reached.contains(type.name().name())),
                only(catalog.functions(), f -> reached.contains(f.name().name())),
                only(catalog.tables(), table -> tables.contains(table.name())),
                only(catalog.constraints(), c -> tables.contains(c.table())),
                indexes,
                only(catalog.views(), view -> reached.contains(view.name().name())),
                only(catalog.extendedStatistics(), s -> tables.contains(s.table())),
                only(catalog.policies(), policy -> tables.contains(policy.table())),
                only(catalog.columnStatistics(), s -> relations.contains(s.relation())),
                only(catalog.columnEnds(), ends -> tables.contains(ends.table())),
                of(catalog.samples(), tables));
    }

    private static <T> List<T> only(List<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).toList();
    }
}
