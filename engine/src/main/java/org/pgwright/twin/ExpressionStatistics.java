package org.pgwright.twin;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Gives hypothetical indexes the statistics that ANALYZE would record of their expressions: the
 * planner finds them by the index, and only while that is switched on.
 */
final class ExpressionStatistics {
    private final CatalogLookup catalog;
    private final StatisticsLoader loader;

    ExpressionStatistics(CatalogLookup catalog, StatisticsLoader loader) {
        this.catalog = catalog;
        this.loader = loader;
    }

    /**
     * Loads what is known of an index's expressions.
     *
     * @param index its oid on the twin
     * @param table that it is on: a partition, where the definition is of a partitioned table
     */
    void load(long index, IndexDefinition definition, QualifiedName table) throws SQLException {
        boolean ordered = definition.method().equals("btree");
        for (int i = 0; i < definition.keys().size(); i++) {
            IndexDefinition.Key key = definition.keys().get(i);
            Optional<ColumnStatistics> known =
                    key.expression() ? of(table, key.column()) : Optional.empty();
            if (known.isPresent()) {
                // Other methods may keep another type than the expression's.
                loader.load(index, i + 1, ordered ? known.get() : withoutValues(known.get()));
            }
        }
    }

    /** A partition that was not sampled is taken to be like the largest one that was. */
    private Optional<ColumnStatistics> of(QualifiedName table, String expression) {
        Optional<ColumnStatistics> own = catalog.statisticsOf(table, expression);
        return own.isPresent()
                ? own
                : catalog.partitionAncestorsOf(table).stream()
                        .flatMap(ancestor -> catalog.statisticsOf(ancestor, expression).stream())
                        .findFirst();
    }

    private static ColumnStatistics withoutValues(ColumnStatistics known) {
        return new ColumnStatistics(
                known.relation(),
                known.column(),
                known.inherited(),
                known.nullFraction(),
                known.averageWidth(),
                known.distinct(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
