package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
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
import java.util.stream.Collectors;

/**
 * Chooses the columns whose ends are worth reading and safe to read.
 *
 * <p>Comparing values runs the functions of their types, with our rights. So tables and types with
 * {@link ForeignCode} are left alone.
 *
 * <p>Reading an end counts as a scan of the index. So a column is left alone where an index that
 * might be read was never scanned; the server's planner, whose reading counts likewise, has never
 * needed its ends either.
 *
 * <p>An index of another operator class or collation than the column's own does not give its order,
 * and is none that could be read.
 */
final class EndsCandidates {
    private static final QualifiedName DEFAULT_COLLATION =
            new QualifiedName("pg_catalog", "default");

    private final Map<QualifiedName, TypeDefinition> types;
    private final ForeignCode foreignCode;

    EndsCandidates(
            List<TypeDefinition> types, List<Index> indexes, List<ExtendedStatistics> statistics) {
        this.types =
                types.stream().collect(Collectors.toMap(TypeDefinition::name, Function.identity()));
        this.foreignCode = new ForeignCode(indexes, statistics);
    }

    /** The first columns of valid B-trees on the given tables that are scanned anyway. */
    Set<Column> of(List<TableReader.Found> tables, List<Index> indexes) {
        Map<QualifiedName, TableReader.Found> readable =
                tables.stream()
                        .filter(found -> found.readable() && !found.hiddenByRowSecurity())
                        .filter(found -> hasRows(found.table()))
                        .filter(found -> !foreignCode.isRunBy(found.table().name()))
                        .collect(
                                Collectors.toMap(
                                        found -> found.table().name(), Function.identity()));
        Set<Column> columns = new LinkedHashSet<>();
        Set<Column> ofUnscanned = new HashSet<>();
        for (Index index : indexes) {
            TableReader.Found found = readable.get(index.table());
            Table.Column column = found == null ? null : ordered(index, found.table());
            if (column != null && isOwnType(column.type())) {
                Column wanted = new Column(index.table(), column.name());
                if (index.usage().scans() == 0) {
                    ofUnscanned.add(wanted);
                } else if (index.predicate() == null) {
                    columns.add(wanted);
                }
            }
        }
        columns.removeAll(ofUnscanned);
        return columns;
    }

    /** The column by which a valid B-tree, also a partial one, orders its entries. */
    private static Table.@Nullable Column ordered(Index index, Table table) {
        if (!index.valid() || !index.method().equals("btree") || index.keys().isEmpty()) {
            return null;
        }
        Index.Key first = index.keys().getFirst();
        return table.columns().stream()
                .filter(column -> column.name().equals(first.column()))
                .filter(column -> isOwnOrder(first, column))
                .findFirst()
                .orElse(null);
    }

    private static boolean isOwnOrder(Index.Key key, Table.Column column) {
        return isOwnCollation(key.collation(), column)
                && key.operatorClass().schema().equals("pg_catalog")
                && !key.operatorClass().name().endsWith("_pattern_ops");
    }

    /** The type "name" and domains may have a collation of their own, which is not known here. */
    private static boolean isOwnCollation(@Nullable QualifiedName ofKey, Table.Column column) {
        if (column.collation() != null) {
            return column.collation().equals(ofKey);
        }
        return ofKey == null
                || ofKey.equals(DEFAULT_COLLATION)
                || column.type().equals("name")
                || column.type().indexOf('.') >= 0;
    }

    private static boolean hasRows(Table table) {
        return switch (table.kind()) {
            case TABLE, MATERIALIZED_VIEW -> table.size().pages() > 0;
            case PARTITIONED, FOREIGN -> false;
        };
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
