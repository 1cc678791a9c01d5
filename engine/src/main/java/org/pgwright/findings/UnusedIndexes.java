package org.pgwright.findings;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Table;

import java.util.List;
import java.util.Locale;

/**
 * Indexes that this server never scanned although their table is in use.
 *
 * <p>Never named: what enforces something, what a foreign key's check reads, and what is too small
 * to matter. Whether it may be dropped is for a person to decide: replicas count their own scans.
 */
final class UnusedIndexes {
    /** 32 kB: less is not worth a change, and freshly made indexes have as much. */
    private static final long SMALLEST_PAGES = 5;

    private final CatalogLookup lookup;

    UnusedIndexes(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    List<Finding> find() {
        return IndexShape.candidates(lookup).stream()
                .filter(index -> !IndexShape.isBoundToMoreThanQueries(index))
                .filter(index -> IndexShape.scans(lookup, index) == 0)
                .filter(index -> IndexShape.pages(lookup, index) >= SMALLEST_PAGES)
                .filter(index -> !IndexShape.servesForeignKey(lookup, index))
                .filter(index -> tableScans(index) >= Table.Activity.TELLING_SCANS)
                .map(this::finding)
                .toList();
    }

    private long tableScans(Index index) {
        return lookup.table(index.table()).map(lookup::leavesOf).orElse(List.of()).stream()
                .map(Table::activity)
                .mapToLong(Table.Activity::scans)
                .sum();
    }

    private Finding finding(Index index) {
        return new Finding(
                Finding.Kind.UNUSED_INDEX,
                index.table(),
                IndexShape.columns(index),
                index.name(),
                null,
                String.format(
                        Locale.ROOT,
                        "%s never scanned while its table was scanned %,d times, as counted since"
                                + " the server's statistics were last reset; check when that was,"
                                + " when the index was made, the same counter on every replica, and jobs that run seldom"
                                + " before dropping it",
                        IndexShape.size(lookup, index),
                        tableScans(index)));
    }
}
