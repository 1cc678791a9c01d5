package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Join;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Predicate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order that columns compared with one value take in an index: those that more statements
 * compare first, so that statements share prefixes, then the more selective ones; flags and states
 * last, since an index that begins with one is of use to nothing else.
 */
final class ColumnPopularity {
    private static final double TELLING_VALUES = 10;

    private final CatalogLookup lookup;
    private final Map<ColumnKey, Integer> statements = new HashMap<>();

    ColumnPopularity(CatalogLookup lookup, List<AdvisedStatement> workload) {
        this.lookup = lookup;
        for (AdvisedStatement statement : workload) {
            Set<ColumnKey> compared =
                    statement.references().stream()
                            .flatMap(ColumnPopularity::comparedColumns)
                            .collect(Collectors.toSet());
            compared.forEach(key -> statements.merge(key, 1, Integer::sum));
        }
        // The checks of a foreign key are statements that no workload shows.
        lookup.catalog().constraints().stream()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                .flatMap(c -> c.columns().stream().map(column -> new ColumnKey(c.table(), column)))
                .forEach(key -> statements.merge(key, 1, Integer::sum));
    }

    private static Stream<ColumnKey> comparedColumns(TableReference reference) {
        return Stream.concat(
                        reference.predicates().stream()
                                .filter(p -> p.operator() == Operator.EQUAL)
                                .map(Predicate::column),
                        reference.joins().stream().map(Join::column))
                .map(column -> new ColumnKey(reference.table(), column));
    }

    /** Whether a column has so few values that it hardly tells rows apart. */
    boolean isFlag(Table table, String column) {
        return lookup.distinctValues(table, column) < TELLING_VALUES;
    }

    Comparator<IndexDefinition.Key> order(Table table) {
        return Comparator.comparing(IndexDefinition.Key::column, orderOfColumns(table));
    }

    private Comparator<String> orderOfColumns(Table table) {
        return Comparator.comparing((String c) -> isFlag(table, c))
                .thenComparingInt(c -> -statements.getOrDefault(new ColumnKey(table.name(), c), 0))
                .thenComparing(
                        Comparator.comparingDouble((String c) -> -lookup.distinctValues(table, c)))
                .thenComparing(Comparator.naturalOrder());
    }

    private record ColumnKey(QualifiedName table, String column) {}
}
