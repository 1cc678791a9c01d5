package org.pgwright.advisor.existing;

import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;
import org.pgwright.findings.IndexShape;
import org.pgwright.planner.HypotheticalIndex;

import java.util.List;
import java.util.Optional;

/** What an existing index takes: bytes, and the time of writes. */
final class Writing {
    /** Of an index that no planner knows. */
    private static final int NO_ID = -1;

    private final CatalogLookup lookup;
    private final Upkeep upkeep;

    Writing(CatalogLookup lookup, Upkeep upkeep) {
        this.lookup = lookup;
        this.upkeep = upkeep;
    }

    /** What writes no longer pay; {@code share} of what they cost as it is. */
    record Saved(double cost, double share) {}

    Bytes size(Index index) {
        return new Bytes(IndexShape.pages(lookup, index) * lookup.catalog().server().blockSize());
    }

    Saved saved(Index index) {
        Upkeep.Charge charge =
                upkeep.of(
                        new HypotheticalIndex(NO_ID, definition(index), size(index), share(index)));
        return new Saved(charge.cost(), Math.min(1, charge.share()));
    }

    /** The rows that have an entry; all of them where it was not counted. */
    private double share(Index index) {
        Optional<Table> table = lookup.table(index.table());
        double rows = table.map(lookup::rowsOf).orElse(0.0);
        return index.predicate() == null || rows <= 0 || index.recordedRows() < 0
                ? 1
                : Math.min(1, index.recordedRows() / rows);
    }

    /** The index as one that could be. */
    static IndexDefinition definition(Index index) {
        return new IndexDefinition(
                index.table(),
                index.method(),
                index.keys().stream()
                        .map(
                                key ->
                                        new IndexDefinition.Key(
                                                key.expression(),
                                                key.column() == null,
                                                key.operatorClass(),
                                                key.descending(),
                                                key.nullsFirst()))
                        .toList(),
                index.include(),
                Optional.ofNullable(index.predicate()).map(List::of).orElse(List.of()));
    }
}
