package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Predicate;

import java.util.List;
import java.util.stream.Stream;

/**
 * Indexes that hold only the rows that a statement asks for, where it names them by a constant: as
 * fast for it, and smaller, but of no use for other values.
 */
public final class PartialCandidates {
    /** A column of more values is asked for another one in the next call. */
    private static final double FEW_VALUES = 10;

    private final CatalogLookup lookup;

    public PartialCandidates(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Partial variants of an index, without the keys that its condition makes needless.
     *
     * @param index that helps the statement
     */
    public List<Variation> of(AdvisedStatement statement, IndexDefinition index) {
        return statement.references().stream()
                .filter(reference -> reference.table().equals(index.table()))
                .flatMap(reference -> partial(reference, index))
                .distinct()
                .map(partial -> new Variation(partial, List.of(index)))
                .toList();
    }

    private Stream<IndexDefinition> partial(TableReference reference, IndexDefinition index) {
        return reference.predicates().stream()
                .filter(p -> isConstant(p, reference.table()))
                .filter(p -> !index.conditions().contains(String.valueOf(p.condition())))
                .flatMap(p -> without(index, p));
    }

    private boolean isConstant(Predicate predicate, QualifiedName name) {
        Table table = lookup.table(name).orElse(null);
        if (table == null || predicate.condition() == null || predicate.alternative()) {
            return false;
        }
        return switch (predicate.operator()) {
            case EQUAL, IN -> lookup.distinctValues(table, predicate.column()) < FEW_VALUES;
            case BOOLEAN, IS_NOT_NULL -> true;
            case IS_NULL, RANGE, LIKE, OTHER -> false;
        };
    }

    private static Stream<IndexDefinition> without(IndexDefinition index, Predicate granted) {
        List<IndexDefinition.Key> rest =
                index.keys().stream().filter(k -> !k.column().equals(granted.column())).toList();
        List<String> conditions =
                Stream.concat(
                                index.conditions().stream(),
                                Stream.of(String.valueOf(granted.condition())))
                        .sorted()
                        .toList();
        return rest.isEmpty()
                ? Stream.empty()
                : Stream.of(
                        new IndexDefinition(
                                index.table(), index.method(), rest, index.include(), conditions));
    }
}
