package org.pgwright.snapshot;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.planner.TableReference;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pairs of a table's columns are worth a look at how their values hang together: those that a
 * statement compares with values together, or groups by together.
 *
 * <p>Left out are columns that are unique by themselves, pairs of which the server has statistics,
 * types that are compared by code that is not PostgreSQL's own, and tables with partitions or
 * children, as the planner estimates each of these by its own statistics.
 */
final class WantedPairs {
    private final CatalogLookup lookup;
    private final Set<String> enumerations;
    private final Map<QualifiedName, List<Set<String>>> known = new HashMap<>();

    WantedPairs(CatalogLookup lookup) {
        this.lookup = lookup;
        this.enumerations =
                lookup.catalog().types().stream()
                        .filter(TypeDefinition.Enumeration.class::isInstance)
                        .map(type -> type.name().shown())
                        .collect(Collectors.toSet());
        for (ExtendedStatistics object : lookup.catalog().extendedStatistics()) {
            known.computeIfAbsent(object.table(), table -> new ArrayList<>())
                    .add(names(object.definition()));
        }
    }

    /** Every name in it, more than the columns' own. */
    private static Set<String> names(String definition) {
        Set<String> names = new HashSet<>();
        for (Token token : SqlLexer.significantTokens(definition)) {
            String name = token.asName();
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Those of a mention.
     *
     * @param table the mentioned one
     */
    List<WantedSamples.OfPair> of(TableReference reference, Table table) {
        if (table.kind() != Table.Kind.TABLE || !table.name().equals(reference.table())) {
            return List.of();
        }
        List<WantedSamples.OfPair> pairs = new ArrayList<>();
        if (lookup.childrenOf(table.name()).isEmpty()) {
            pairs.addAll(of(reference.fixedColumns(), table));
            pairs.addAll(of(reference.group(), table));
        }
        return pairs;
    }

    private List<WantedSamples.OfPair> of(Collection<String> wanted, Table table) {
        List<String> columns =
                table.columns().stream()
                        .filter(column -> wanted.contains(column.name()))
                        .filter(this::isSafe)
                        .map(Table.Column::name)
                        .filter(column -> !isUnique(table, column))
                        .toList();
        List<WantedSamples.OfPair> pairs = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            for (int j = i + 1; j < columns.size(); j++) {
                if (!isKnown(table, Set.of(columns.get(i), columns.get(j)))) {
                    pairs.add(
                            new WantedSamples.OfPair(table.name(), columns.get(i), columns.get(j)));
                }
            }
        }
        return pairs;
    }

    /** Types of other schemas have operators of other schemas; enumerations never have. */
    private boolean isSafe(Table.Column column) {
        return column.generation() == null
                && (!column.type().contains(".") || enumerations.contains(column.type()));
    }

    private boolean isUnique(Table table, String column) {
        return lookup.indexesOf(table.name()).stream()
                .anyMatch(
                        index ->
                                index.unique()
                                        && index.predicate() == null
                                        && index.keys().size() == 1
                                        && column.equals(index.keys().getFirst().column()));
    }

    private boolean isKnown(Table table, Set<String> pair) {
        return known.getOrDefault(table.name(), List.of()).stream()
                .anyMatch(names -> names.containsAll(pair));
    }
}
