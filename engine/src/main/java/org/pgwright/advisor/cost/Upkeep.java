package org.pgwright.advisor.cost;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the workload's writes pay for an index: a plain estimate, in the planner's units.
 *
 * <p>An entry costs the descent as {@code btcostestimate} charges it, {@code (ceil(log2(rows)) + 50
 * * (height + 1)) * cpu_operator_cost}, and {@value #LEAF_WRITE_SHARE} of a {@code
 * random_page_cost} for the leaf page, which several entries share before it is written. An INSERT
 * makes one entry a row. An UPDATE makes one a row if it assigns a column of the index, and
 * otherwise where it is not heap-only (the table's own share of such updates, or half where the
 * server has seen too few). A DELETE is charged half an entry a row, for the vacuum that removes
 * it. Not in it: WAL, full-page images, page splits, and updates that stop being heap-only.
 *
 * <p>Where no statement of the workload writes to a table, the table's own counters tell how many
 * rows were written for each scan of it; rows that are still there are not counted, since they may
 * have come in one load.
 */
public final class Upkeep {
    private static final double LEAF_WRITE_SHARE = 0.25;

    private static final double ENTRY_OF_DELETE = 0.5;

    private static final double UNKNOWN_SHARE_OF_INDEXED_UPDATES = 0.5;

    /** Fewer than this many updates say little about which share of them is heap-only. */
    private static final long MIN_UPDATES = 1_000;

    /** Fewer than this many scans say little about how often a table is written. */
    private static final long MIN_SCANS = 1_000;

    /** Entries of a branch page: 8 kB, two thirds full, some 20 bytes each. */
    private static final double FANOUT = 250;

    private static final Pattern ASSIGNMENTS =
            Pattern.compile(
                    "\\bset\\b(.*?)(?:\\bwhere\\b|\\bfrom\\b|\\breturning\\b|$)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final CatalogLookup lookup;
    private final List<PlannedStatement> statements;
    private final List<Write> writes = new ArrayList<>();

    public Upkeep(CatalogLookup lookup, List<PlannedStatement> statements) {
        this.lookup = lookup;
        this.statements = List.copyOf(statements);
        for (PlannedStatement statement : statements) {
            statement.plans().getFirst().visit(node -> addWrite(statement, node));
        }
    }

    /** Rows that all calls of a statement write to a table. */
    private record Write(PlannedStatement by, QualifiedName table, String operation, double rows) {}

    private void addWrite(PlannedStatement statement, Plan node) {
        String operation = node.details().get("Operation");
        if (operation == null || node.relation() == null) {
            return;
        }
        double known = statement.statement().statement().rowsPerCall();
        double planned = node.children().isEmpty() ? 1 : node.children().getFirst().rows();
        double rows = known >= 0 && node.children().size() <= 1 ? known : Math.max(1, planned);
        writes.add(
                new Write(
                        statement,
                        node.relation(),
                        operation,
                        rows * statement.statement().calls()));
    }

    /** The weighted cost of keeping an index up to date. */
    public double of(HypotheticalIndex index) {
        QualifiedName table = index.definition().table();
        List<Write> toTable = writes.stream().filter(w -> isWritten(table, w.table())).toList();
        double entries =
                toTable.isEmpty()
                        ? entriesByCounters(table)
                        : toTable.stream().mapToDouble(w -> entries(w, index)).sum();
        return entries > 0 ? entries * costOfEntry(index) : 0;
    }

    /** Whether rows written to one table can be rows of the other. */
    private boolean isWritten(QualifiedName indexed, QualifiedName written) {
        return indexed.equals(written)
                || lookup.partitionAncestorsOf(written).contains(indexed)
                || lookup.partitionAncestorsOf(indexed).contains(written);
    }

    private double entries(Write write, HypotheticalIndex index) {
        return switch (write.operation()) {
            case "Insert" -> write.rows();
            case "Delete" -> write.rows() * ENTRY_OF_DELETE;
            default ->
                    assignsKey(write, index)
                            ? write.rows()
                            : write.rows() * shareOfIndexedUpdates(write.table());
        };
    }

    private static boolean assignsKey(Write write, HypotheticalIndex index) {
        Matcher matcher = ASSIGNMENTS.matcher(write.by().statement().statement().text());
        if (!matcher.find()) {
            return false;
        }
        String assignments = matcher.group(1);
        return index.definition().columns().stream()
                .anyMatch(
                        column ->
                                Pattern.compile(
                                                "(?<![\\w$])\"?"
                                                        + Pattern.quote(column)
                                                        + "\"?\\s*=",
                                                Pattern.CASE_INSENSITIVE)
                                        .matcher(assignments)
                                        .find());
    }

    private double shareOfIndexedUpdates(QualifiedName table) {
        long updated = 0;
        long heapOnly = 0;
        for (Table leaf : leaves(table)) {
            updated += leaf.activity().updated();
            heapOnly += leaf.activity().hotUpdated();
        }
        return updated < MIN_UPDATES
                ? UNKNOWN_SHARE_OF_INDEXED_UPDATES
                : 1 - (double) heapOnly / updated;
    }

    private double entriesByCounters(QualifiedName table) {
        double scans = 0;
        double entries = 0;
        for (Table leaf : leaves(table)) {
            Table.Activity activity = leaf.activity();
            scans += activity.scans();
            entries += Math.max(0, activity.inserted() - activity.liveRows());
            entries += activity.updated() - activity.hotUpdated();
            entries += activity.deleted() * ENTRY_OF_DELETE;
        }
        return scans < MIN_SCANS ? 0 : entries / scans * callsReading(table);
    }

    private double callsReading(QualifiedName table) {
        return statements.stream()
                .filter(
                        s ->
                                s.statement().references().stream()
                                        .anyMatch(r -> isWritten(table, r.table())))
                .mapToDouble(s -> s.statement().calls())
                .sum();
    }

    private List<Table> leaves(QualifiedName table) {
        return lookup.table(table).map(lookup::leavesOf).orElse(List.of());
    }

    private double costOfEntry(HypotheticalIndex index) {
        double rows = lookup.table(index.definition().table()).map(lookup::rowsOf).orElse(0.0);
        double pages = (double) index.size().count() / lookup.catalog().server().blockSize();
        double height = Math.ceil(Math.log(Math.max(1, pages)) / Math.log(FANOUT));
        double comparisons = Math.ceil(Math.log(Math.max(2, rows)) / Math.log(2));
        return (comparisons + 50 * (height + 1)) * setting("cpu_operator_cost", 0.0025)
                + LEAF_WRITE_SHARE * setting("random_page_cost", 4);
    }

    private double setting(String name, double usual) {
        String value = lookup.catalog().server().settings().get(name);
        return value == null ? usual : Double.parseDouble(value);
    }
}
