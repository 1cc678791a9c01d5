package org.pgwright.advisor.candidate;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which indexes are never tried, whatever the planner would make of them. */
final class IndexRules {
    /** Below this many rows a sequential scan reads a handful of pages: an index gains nothing. */
    static final double MIN_ROWS = 1_000;

    /** A third of the 2,704 bytes that an entry holds: values vary around their average. */
    static final int MAX_KEY_WIDTH = 900;

    private final CatalogLookup lookup;

    IndexRules(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /** Why no index at all is to be made on a table, empty where one may be. */
    Optional<String> refusal(Table table) {
        if (table.kind() == Table.Kind.FOREIGN) {
            return Optional.of(table.name() + " is a foreign table, which cannot have indexes");
        }
        if (table.extension() != null) {
            return Optional.of(
                    table.name()
                            + " belongs to the extension "
                            + table.extension()
                            + ", which is not ours to change");
        }
        double rows = lookup.rowsOf(table);
        if (rows < MIN_ROWS) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "%s has %,.0f rows: below %,.0f reading all of them is as fast",
                            table.name(),
                            rows,
                            MIN_ROWS));
        }
        return Optional.empty();
    }

    /** Why an index is not to be made, empty where it may be. */
    Optional<String> refusal(IndexDefinition index) {
        int width =
                Stream.concat(index.columns().stream(), index.include().stream())
                        .flatMap(column -> lookup.statisticsOf(index.table(), column).stream())
                        .mapToInt(ColumnStatistics::averageWidth)
                        .sum();
        if (index.method().equals("btree") && width > MAX_KEY_WIDTH) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "its entries would be %,d bytes wide on average, and an entry of a B-tree"
                                    + " holds at most 2,704: inserts might begin to fail",
                            width));
        }
        return new ExistingIndexes(lookup)
                .serving(index)
                .map(existing -> "already served by " + existing.name());
    }
}
