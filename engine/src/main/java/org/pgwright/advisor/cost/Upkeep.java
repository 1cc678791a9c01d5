package org.pgwright.advisor.cost;

import org.pgwright.advisor.cost.Writes.Write;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.HypotheticalIndex;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the workload's writes pay for indexes, in the planner's units.
 *
 * <p>An INSERT makes one entry a row. An UPDATE makes none where it is heap-only ({@link
 * HeapOnlyUpdates}), which it no longer is when an index has a column that it assigns: then every
 * index of the table gets an entry. A DELETE makes none, but is charged a part of one for the
 * vacuum that takes it away. What an entry costs is in {@link EntryCosts}, what a row costs beside
 * that is here; finding the rows to change is a matter of the statement's plan and in neither. The
 * figures are those of {@code bin/benchmark writes}.
 */
public final class Upkeep {
    /** Of a row itself with its WAL, all indexes and checks aside. */
    private static final double INSERTED_ROW = units(19);

    /** With finding it by its key. */
    private static final double UPDATED_ROW = units(15.5);

    private static final double DELETED_ROW = units(10);

    /** A look-up of the referenced row, and its lock. */
    private static final double FOREIGN_KEY_CHECK = units(7.5);

    /** Of an entry for a new row: the page of an old value fills with versions of it. */
    private static final double ENTRY_OF_UPDATE = 1.2;

    /** Of an entry for a new row: what taking it away at the next vacuum costs. */
    private static final double ENTRY_OF_DELETE = 0.5;

    /** A new version elsewhere in the table, with its WAL. */
    private static final double LOST_HEAP_ONLY = units(2);

    private final CatalogLookup lookup;
    private final Writes writes;
    private final EntryCosts entries;
    private final HeapOnlyUpdates heapOnly;
    private final Map<QualifiedName, List<Spared>> spared = new HashMap<>();

    public Upkeep(CatalogLookup lookup, List<PlannedStatement> statements) {
        this.lookup = lookup;
        this.writes = new Writes(lookup, statements);
        this.entries = new EntryCosts(lookup);
        this.heapOnly = new HeapOnlyUpdates(lookup);
    }

    /**
     * What writes pay.
     *
     * @param cost of all of them, weighted
     * @param share of what they cost without, 0 where there are none
     */
    public record Charge(double cost, double share) {
        /** Nothing is written. */
        public static final Charge NONE = new Charge(0, 0);

        private static Charge of(double cost, double base) {
            return base > 0 ? new Charge(cost, cost / base) : NONE;
        }
    }

    /** The option to have an index. */
    public Option option(HypotheticalIndex index) {
        QualifiedName table = index.definition().table();
        List<Spared> groups = spared.computeIfAbsent(table, this::spared);
        double always = writes.to(table).stream().mapToDouble(write -> always(write, index)).sum();
        return new Option(
                index,
                of(index),
                new Option.Parts(always, groups.stream().map(g -> g.of(index)).toList()));
    }

    /** Updates that assign the same columns. */
    private final class Spared {
        private final List<Write> same;
        private final SparedUpdates updates;

        Spared(List<Write> same) {
            this.same = same;
            this.updates = new SparedUpdates(same.stream().mapToDouble(Upkeep.this::ended).sum());
        }

        Option.Spared of(HypotheticalIndex index) {
            boolean ends = heapOnly.isEnded(same.getFirst(), index.definition());
            double entries = same.stream().mapToDouble(w -> sparedEntries(w, List.of(index))).sum();
            return new Option.Spared(updates, ends, entries);
        }
    }

    private List<Spared> spared(QualifiedName table) {
        List<String> columns =
                lookup.table(table).stream()
                        .flatMap(t -> t.columns().stream())
                        .map(Table.Column::name)
                        .toList();
        return writes.to(table).stream()
                .filter(write -> write.kind() == Writes.Kind.UPDATE && sparedRows(write) > 0)
                .collect(
                        Collectors.groupingBy(
                                write -> columns.stream().filter(write::assigns).toList(),
                                LinkedHashMap::new,
                                Collectors.toList()))
                .values()
                .stream()
                .map(Spared::new)
                .toList();
    }

    private double sparedRows(Write write) {
        return heapOnly.share(write) * write.rows();
    }

    /** What it pays once no update is heap-only, entries in further indexes aside. */
    private double ended(Write write) {
        return sparedRows(write) * (LOST_HEAP_ONLY + ENTRY_OF_UPDATE * existingEntries(write));
    }

    private double always(Write write, HypotheticalIndex index) {
        double made = write.rows() * entry(write, index);
        return switch (write.kind()) {
            case INSERT -> made;
            case UPDATE -> (1 - heapOnly.share(write)) * ENTRY_OF_UPDATE * made;
            case DELETE -> ENTRY_OF_DELETE * made;
        };
    }

    /** What an index costs alone, and as a share of the writes to its table. */
    public Charge of(HypotheticalIndex index) {
        QualifiedName table = index.definition().table();
        return Charge.of(added(table, List.of(index)), costBefore(table));
    }

    /**
     * What indexes cost together, and as a share of all writes. That is not the sum of what each
     * costs alone: one that ends heap-only updates makes them pay for all others.
     */
    public Charge together(Collection<HypotheticalIndex> indexes) {
        Map<QualifiedName, List<HypotheticalIndex>> byTable =
                indexes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        index -> index.definition().table(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        double added =
                byTable.entrySet().stream()
                        .mapToDouble(table -> added(table.getKey(), table.getValue()))
                        .sum();
        return Charge.of(added, costBefore());
    }

    /** What all writes to the tables of the workload cost as it is. */
    public double costBefore() {
        return writes.all().stream().mapToDouble(this::costBefore).sum();
    }

    private double costBefore(QualifiedName table) {
        return writes.to(table).stream().mapToDouble(this::costBefore).sum();
    }

    private static double units(double micros) {
        return micros / EntryCosts.MICROS_A_UNIT;
    }

    private double costBefore(Write write) {
        double existing = existingEntries(write);
        return write.rows()
                * switch (write.kind()) {
                    case INSERT -> INSERTED_ROW + existing + foreignKeys(write.table());
                    case UPDATE ->
                            UPDATED_ROW + (1 - heapOnly.share(write)) * ENTRY_OF_UPDATE * existing;
                    case DELETE -> DELETED_ROW + ENTRY_OF_DELETE * existing;
                };
    }

    private double foreignKeys(QualifiedName table) {
        return FOREIGN_KEY_CHECK
                * lookup.constraintsOf(table).stream()
                        .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY && c.isEnforced())
                        .count();
    }

    private double existingEntries(Write write) {
        return lookup.indexesOf(write.table()).stream()
                .mapToDouble(index -> entries.of(index, isFresh(write)))
                .sum();
    }

    private static boolean isFresh(Write write) {
        return write.kind() == Writes.Kind.INSERT;
    }

    private double entry(Write write, HypotheticalIndex index) {
        return entries.ofPredicate(index.definition())
                + WrittenShare.of(write, index) * entries.of(index, isFresh(write));
    }

    /**
     * @param indexes on the table
     */
    private double added(QualifiedName table, List<HypotheticalIndex> indexes) {
        return writes.to(table).stream().mapToDouble(write -> added(write, indexes)).sum();
    }

    private double added(Write write, List<HypotheticalIndex> indexes) {
        double always = indexes.stream().mapToDouble(index -> always(write, index)).sum();
        boolean ended =
                write.kind() == Writes.Kind.UPDATE
                        && indexes.stream().anyMatch(i -> heapOnly.isEnded(write, i.definition()));
        return ended ? always + ended(write) + sparedEntries(write, indexes) : always;
    }

    /** Of updates that were heap-only and are no longer. */
    private double sparedEntries(Write write, List<HypotheticalIndex> indexes) {
        return sparedRows(write)
                * ENTRY_OF_UPDATE
                * indexes.stream().mapToDouble(index -> entry(write, index)).sum();
    }
}
