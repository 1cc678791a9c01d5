package org.pgwright.snapshot;

import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses the columns whose ends are worth reading and safe to read.
 *
 * <p>Planning a query runs the functions of a table's index expressions, predicates and statistics
 * expressions, and comparing runs those of its types: with our rights. So tables and types with
 * functions that are not PostgreSQL's own are left alone.
 */
final class EndsCandidates {
    /** A call of a function, or an operator, of another schema than pg_catalog. */
    private static final Pattern FOREIGN_CODE =
            Pattern.compile("(\\.\\s*(\"[^\"]*\"|[^\\s().\"]+)\\s*\\()|(OPERATOR\\s*\\()");

    private final Map<QualifiedName, TypeDefinition> types;
    private final Set<QualifiedName> unsafe = new HashSet<>();

    EndsCandidates(
            List<TypeDefinition> types, List<Index> indexes, List<ExtendedStatistics> statistics) {
        this.types =
                types.stream().collect(Collectors.toMap(TypeDefinition::name, Function.identity()));
        indexes.stream()
                .filter(EndsCandidates::runsForeignCode)
                .forEach(index -> unsafe.add(index.table()));
        statistics.stream()
                .filter(object -> FOREIGN_CODE.matcher(object.definition()).find())
                .forEach(object -> unsafe.add(object.table()));
    }

    /** The first columns of valid, plain B-trees on the given tables. */
    Set<Column> of(List<TableReader.Found> tables, List<Index> indexes) {
        Map<QualifiedName, TableReader.Found> readable =
                tables.stream()
                        .filter(found -> found.readable() && !found.hiddenByRowSecurity())
                        .filter(found -> hasRows(found.table()))
                        .filter(found -> !unsafe.contains(found.table().name()))
                        .collect(
                                Collectors.toMap(
                                        found -> found.table().name(), Function.identity()));
        Set<Column> columns = new LinkedHashSet<>();
        for (Index index : indexes) {
            TableReader.Found found = readable.get(index.table());
            String column = index.keys().isEmpty() ? null : index.keys().getFirst().column();
            if (found != null && column != null && isPlainTree(index)) {
                found.table().columns().stream()
                        .filter(c -> c.name().equals(column) && isOwnType(c.type()))
                        .forEach(c -> columns.add(new Column(index.table(), column)));
            }
        }
        return columns;
    }

    private static boolean hasRows(Table table) {
        return switch (table.kind()) {
            case TABLE, MATERIALIZED_VIEW -> table.size().pages() > 0;
            case PARTITIONED, FOREIGN -> false;
        };
    }

    private static boolean isPlainTree(Index index) {
        return index.valid() && index.method().equals("btree") && index.predicate() == null;
    }

    private static boolean runsForeignCode(Index index) {
        String predicate = index.predicate();
        return (predicate != null && FOREIGN_CODE.matcher(predicate).find())
                || index.keys().stream()
                        .filter(key -> key.column() == null)
                        .anyMatch(key -> FOREIGN_CODE.matcher(key.expression()).find());
    }

    /** Types of pg_catalog are written without their schema; enumerations run no code either. */
    private boolean isOwnType(String type) {
        if (type.indexOf('.') < 0) {
            return true;
        }
        return types.values().stream()
                .filter(known -> known.name().shown().equals(type))
                .anyMatch(
                        known ->
                                switch (known) {
                                    case TypeDefinition.Enumeration e -> true;
                                    case TypeDefinition.Domain d -> d.baseType().indexOf('.') < 0;
                                    case TypeDefinition.Composite c -> false;
                                    case TypeDefinition.Range r -> false;
                                });
    }

    record Column(QualifiedName table, String name) {}
}
