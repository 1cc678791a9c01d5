package org.pgwright.advisor.cost;

import org.pgwright.advisor.cost.Writes.Write;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.HypotheticalIndex;

import java.util.List;

/**
 * What the workload's writes pay for an index, in the planner's units.
 *
 * <p>An entry costs the descent as {@code btcostestimate} charges it, {@code (ceil(log2(rows)) + 50
 * * (height + 1)) * cpu_operator_cost}, and {@value #LEAF_WRITE_SHARE} of a {@code
 * random_page_cost} for the leaf, its WAL and its part of page splits; an entry of a GIN index
 * {@value #KEY_OF_ENTRY} of that for each of its keys. An INSERT makes one entry a row. An UPDATE
 * makes none where it is heap-only (manual, section 66.7), which it no longer is when the index has
 * a column that it assigns: then every index of the table gets an entry. A DELETE is charged half
 * an entry a row, for the vacuum that removes it. The shares were fitted to the times of {@code
 * bin/benchmark registry}; on other machines they are off by what memory and storage cost there.
 */
public final class Upkeep {
    private static final double LEAF_WRITE_SHARE = 0.55;

    private static final double ENTRY_OF_DELETE = 0.5;

    /** Of a row itself, all indexes and checks aside: 0.02 to 0.03 ms, as for five pages read. */
    private static final double ROW = 4.0;

    /** A look-up of the referenced row, and its lock. */
    private static final double FOREIGN_KEY_CHECK = 1.0;

    /** A new version elsewhere in the table, with its WAL. */
    private static final double LOST_HEAP_ONLY = 0.5;

    /** Fewer than this many updates say little about which share of them is heap-only. */
    private static final long MIN_UPDATES = 1_000;

    /** Entries of a branch page: 8 kB, two thirds full, some 20 bytes each. */
    private static final double FANOUT = 250;

    /** Keys of a GIN index wait in a list and are entered together (manual, section 65.4). */
    private static final double KEY_OF_ENTRY = 0.1;

    /** Bytes of a document or text for each key that a GIN index makes of it. */
    private static final double BYTES_A_KEY = 16;

    /** From this major on, a BRIN index leaves updates heap-only. */
    private static final int HEAP_ONLY_BRIN_MAJOR = 16;

    private final CatalogLookup lookup;
    private final Writes writes;

    public Upkeep(CatalogLookup lookup, List<PlannedStatement> statements) {
        this.lookup = lookup;
        this.writes = new Writes(lookup, statements);
    }

    /**
     * What writes pay.
     *
     * @param cost of all of them, weighted
     * @param share of what they cost without the index, 0 where there are none
     */
    public record Charge(double cost, double share) {
        /** Nothing is written. */
        public static final Charge NONE = new Charge(0, 0);
    }

    /** What keeping an index up to date costs. */
    public Charge of(HypotheticalIndex index) {
        List<Write> toTable = writes.to(index.definition().table());
        double base = toTable.stream().mapToDouble(this::costBefore).sum();
        if (base <= 0) {
            return Charge.NONE;
        }
        double cost = toTable.stream().mapToDouble(write -> cost(write, index)).sum();
        return new Charge(cost, cost / base);
    }

    /** What keeping several indexes up to date costs, together. */
    public Charge together(java.util.Collection<HypotheticalIndex> indexes) {
        double base = costBefore();
        double cost = indexes.stream().mapToDouble(i -> of(i).cost()).sum();
        return base <= 0 ? Charge.NONE : new Charge(cost, cost / base);
    }

    /** What all writes to the tables of the workload cost as it is. */
    public double costBefore() {
        return writes.all().stream().mapToDouble(this::costBefore).sum();
    }

    private double costBefore(Write write) {
        double entries = entriesOfExisting(write.table());
        return write.rows()
                * switch (write.kind()) {
                    case INSERT -> ROW + entries + foreignKeys(write.table());
                    case UPDATE -> ROW + (1 - heapOnlyShare(write)) * entries;
                    case DELETE -> ROW + ENTRY_OF_DELETE * entries;
                };
    }

    private double foreignKeys(QualifiedName table) {
        return FOREIGN_KEY_CHECK
                * lookup.constraintsOf(table).stream()
                        .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                        .count();
    }

    private double cost(Write write, HypotheticalIndex index) {
        double entry = entry(index) * index.share();
        return write.rows()
                * switch (write.kind()) {
                    case INSERT -> entry;
                    case DELETE -> ENTRY_OF_DELETE * entry;
                    case UPDATE -> updated(write, index, entry);
                };
    }

    private double updated(Write write, HypotheticalIndex index, double entry) {
        double heapOnly = heapOnlyShare(write);
        if (!endsHeapOnly(write, index.definition())) {
            return (1 - heapOnly) * entry;
        }
        return entry + heapOnly * (LOST_HEAP_ONLY + entriesOfExisting(write.table()));
    }

    private boolean endsHeapOnly(Write write, IndexDefinition index) {
        boolean summary =
                index.method().equals("brin")
                        && lookup.catalog().server().major() >= HEAP_ONLY_BRIN_MAJOR;
        return !summary
                && lookup.table(index.table()).stream()
                        .flatMap(table -> table.columns().stream())
                        .map(Table.Column::name)
                        .anyMatch(column -> write.assigns(column) && mentions(index, column));
    }

    private static boolean mentions(IndexDefinition index, String column) {
        return index.include().contains(column)
                || index.keys().stream()
                        .anyMatch(
                                key ->
                                        key.expression()
                                                ? key.column().contains(column)
                                                : key.column().equals(column))
                || index.conditions().stream().anyMatch(condition -> condition.contains(column));
    }

    /** By the table's counters; where they say little, by whether an index has to be changed. */
    private double heapOnlyShare(Write write) {
        boolean indexed =
                lookup.indexesOf(write.table()).stream()
                        .flatMap(index -> index.keys().stream())
                        .map(Index.Key::expression)
                        .anyMatch(write::assigns);
        if (indexed) {
            return 0;
        }
        long updated = 0;
        long heapOnly = 0;
        for (Table leaf : lookup.table(write.table()).map(lookup::leavesOf).orElse(List.of())) {
            updated += leaf.activity().updated();
            heapOnly += leaf.activity().hotUpdated();
        }
        return updated < MIN_UPDATES ? 1 : (double) heapOnly / updated;
    }

    private double entriesOfExisting(QualifiedName table) {
        double rows = lookup.table(table).map(lookup::rowsOf).orElse(0.0);
        return lookup.indexesOf(table).stream()
                .mapToDouble(index -> entry(rows, (double) index.pages(), 1))
                .sum();
    }

    private double entry(HypotheticalIndex index) {
        IndexDefinition definition = index.definition();
        double rows = lookup.table(definition.table()).map(lookup::rowsOf).orElse(0.0);
        double pages = (double) index.size().count() / lookup.catalog().server().blockSize();
        return entry(
                rows,
                pages,
                definition.method().equals("gin") ? KEY_OF_ENTRY * keys(definition) : 1);
    }

    private double entry(double rows, double pages, double keys) {
        double height = Math.ceil(Math.log(Math.max(1, pages)) / Math.log(FANOUT));
        double comparisons = Math.ceil(Math.log(Math.max(2, rows)) / Math.log(2));
        return keys
                * ((comparisons + 50 * (height + 1)) * setting("cpu_operator_cost", 0.0025)
                        + LEAF_WRITE_SHARE * setting("random_page_cost", 4));
    }

    private double keys(IndexDefinition index) {
        return index.columns().stream()
                .mapToDouble(
                        column ->
                                lookup.statisticsOf(index.table(), column)
                                        .map(ColumnStatistics::averageWidth)
                                        .map(width -> Math.max(1, width / BYTES_A_KEY))
                                        .orElse(1.0))
                .sum();
    }

    private double setting(String name, double usual) {
        String value = lookup.catalog().server().settings().get(name);
        return value == null ? usual : Double.parseDouble(value);
    }
}
