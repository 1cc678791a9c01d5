package org.pgwright.advisor.cost;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.HypotheticalIndex;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one entry of an index costs a write, in the planner's units: processor time with its WAL,
 * and the page that has to be read first where the database does not fit into memory.
 *
 * <p>Entries that land on a few pages are cheap, since these stay in the processor's caches: new
 * values at the end of an ascending column, or the few values of a column. Those that land anywhere
 * cost several times as much. The figures were fitted to {@code bin/benchmark writes}.
 */
final class EntryCosts {
    /** Of a processor: what a unit of the planner takes in queries on data in memory. */
    static final double MICROS_A_UNIT = 3.5;

    /** Forming the entry, the descent, the page's lock, the WAL. */
    private static final double BTREE_MICROS = 1.3;

    /** The leaf, and what is above it, from beyond the processor's caches. */
    private static final double SCATTERED_MICROS = 3.5;

    /** Keys and INCLUDE columns are copied into the page and into the WAL. */
    private static final double BYTE_MICROS = 0.02;

    /** Whether a row belongs into a partial index is found out for every row. */
    private static final double PREDICATE_MICROS = 0.8;

    /** An inner page of a space-partitioned or generalised tree is searched key by key. */
    private static final double SEARCHED_TREE_MICROS = 2.5;

    /** The row's range of pages has to be looked up; it seldom grows. */
    private static final double BRIN_MICROS = 1.0;

    /** Taking the value apart and putting its keys on the list that is entered later. */
    private static final double GIN_MICROS = 1.5;

    private static final double GIN_KEY_MICROS = 0.35;

    /** Bytes of a document or text for each key that a GIN index makes of it. */
    private static final double BYTES_A_KEY = 16;

    /** So many pages, half of the entries find theirs in the processor's caches. */
    private static final double CACHED_PAGES = 100;

    /** From this on, a column is taken to ascend with the rows' places in the table. */
    private static final double ASCENDING = 0.9;

    private static final Set<String> SEARCHED_TREES = Set.of("gist", "spgist");

    private final CatalogLookup lookup;
    private final double readCost;

    EntryCosts(CatalogLookup lookup) {
        this.lookup = lookup;
        this.readCost = new ReadCost(lookup.catalog()).ofPage();
    }

    /**
     * What is known of an index.
     *
     * @param columns the keys
     * @param stored keys and INCLUDE columns
     * @param inverted keys that an inverted index makes of a row
     */
    private record Shape(
            QualifiedName table,
            String method,
            List<String> columns,
            List<String> stored,
            double inverted,
            double pages) {}

    /** Of an index that could be, for a row that belongs into it. */
    double of(HypotheticalIndex index, boolean fresh) {
        IndexDefinition definition = index.definition();
        double pages = (double) index.size().count() / lookup.catalog().server().blockSize();
        return units(
                new Shape(
                        definition.table(),
                        definition.method(),
                        definition.columns(),
                        Stream.concat(definition.columns().stream(), definition.include().stream())
                                .toList(),
                        definition.keys().stream()
                                .mapToDouble(key -> inverted(definition.table(), key))
                                .sum(),
                        pages),
                fresh);
    }

    /**
     * Of an index that exists.
     *
     * @param fresh whether the row is new, so that ascending columns have their highest value
     */
    double of(Index index, boolean fresh) {
        List<String> keys = index.keys().stream().map(Index.Key::expression).toList();
        return units(
                new Shape(
                        index.table(),
                        index.method(),
                        keys,
                        Stream.concat(keys.stream(), index.include().stream()).toList(),
                        keys.stream().mapToDouble(key -> inverted(index.table(), key)).sum(),
                        index.pages()),
                fresh);
    }

    /** What a row costs that a partial index leaves out, or 0 for an index of all rows. */
    double ofPredicate(IndexDefinition index) {
        return index.conditions().isEmpty() ? 0 : PREDICATE_MICROS / MICROS_A_UNIT;
    }

    private double units(Shape index, boolean fresh) {
        return switch (index.method()) {
            case "brin" -> BRIN_MICROS / MICROS_A_UNIT;
            case "gin" -> (GIN_MICROS + GIN_KEY_MICROS * index.inverted()) / MICROS_A_UNIT;
            default -> tree(index, fresh);
        };
    }

    private double tree(Shape index, boolean fresh) {
        double scattered = scattered(index, fresh);
        double micros =
                BTREE_MICROS
                        + SCATTERED_MICROS * scattered
                        + BYTE_MICROS * width(index.table(), index.stored())
                        + (SEARCHED_TREES.contains(index.method()) ? SEARCHED_TREE_MICROS : 0);
        return micros / MICROS_A_UNIT + readCost * scattered;
    }

    /** The share of the entries that land on a page which none has touched lately, 0 to 1. */
    private double scattered(Shape index, boolean fresh) {
        double places = 1;
        for (String column : index.columns()) {
            if (fresh && isAscending(index.table(), column)) {
                break;
            }
            places *= distinctValues(index.table(), column);
        }
        double touched = Math.min(places, Math.max(1, index.pages())) - 1;
        return touched / (touched + CACHED_PAGES);
    }

    private boolean isAscending(QualifiedName table, String column) {
        return lookup.statisticsOf(table, column)
                .map(ColumnStatistics::correlation)
                .filter(correlation -> correlation >= ASCENDING)
                .isPresent();
    }

    private double distinctValues(QualifiedName table, String column) {
        return lookup.table(table).map(t -> lookup.distinctValues(t, column)).orElse(1.0);
    }

    private double width(QualifiedName table, List<String> columns) {
        return columns.stream()
                .flatMap(column -> lookup.statisticsOf(table, column).stream())
                .mapToInt(ColumnStatistics::averageWidth)
                .sum();
    }

    /** As sampled; else what documents and texts of this width have. */
    private double inverted(QualifiedName table, IndexDefinition.Key key) {
        return lookup.keysOf(table, key)
                .map(sample -> Math.max(1, sample.keysPerRow()))
                .orElseGet(() -> inverted(table, key.column()));
    }

    private double inverted(QualifiedName table, String column) {
        return Math.max(
                1,
                lookup.statisticsOf(table, column)
                        .map(known -> known.averageWidth() / BYTES_A_KEY)
                        .orElse(1.0));
    }
}
