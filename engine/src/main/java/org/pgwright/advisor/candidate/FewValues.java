package org.pgwright.advisor.candidate;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;

import java.util.Locale;
import java.util.Optional;

/**
 * Columns with so few values that one of them is found in a large part of the table: an index on
 * such a column alone reads about every page, in a worse order than the table itself has them.
 */
public final class FewValues {
    /**
     * The rows of one value, as a share of all, from which they are on almost every page: with 50
     * rows on a page and this share of them asked for, 92 of 100 pages have one.
     */
    private static final double LARGE_SHARE = 0.05;

    private static final int PERCENT = 100;

    private final CatalogLookup lookup;

    public FewValues(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /** What speaks against an index that begins with such a column; empty for any other. */
    public Optional<String> against(IndexDefinition index) {
        String column = index.columns().getFirst();
        Table table = lookup.table(index.table()).orElseThrow();
        Optional<ColumnStatistics> known = lookup.statisticsOf(index.table(), column);
        if (known.isEmpty() || lookup.rowsOf(table) < 1) {
            return Optional.empty();
        }
        double distinct = lookup.distinctValues(table, column);
        double share = (1 - known.get().nullFraction()) / distinct;
        if (share < LARGE_SHARE) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%s has %s, so that on average one finds %.0f %% of the rows, too many"
                                + " to read by an index",
                        column,
                        distinct < 1.5
                                ? "one distinct value"
                                : String.format(Locale.ROOT, "%.0f distinct values", distinct),
                        PERCENT * share));
    }
}
