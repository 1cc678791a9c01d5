package org.pgwright.advisor.cost;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Plan;
import org.pgwright.planner.TableReference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows that the workload writes to each table.
 *
 * <p>Where no statement of the workload writes to a table, the table's own counters tell how many
 * rows were written for each scan of it; rows that are still there are not counted, since they may
 * have come in one load.
 */
final class Writes {
    /** Fewer than this many scans say little about how often a table is written. */
    private static final long MIN_SCANS = 1_000;

    private static final Pattern ASSIGNMENTS =
            Pattern.compile(
                    "\\bset\\b(.*?)(?:\\bwhere\\b|\\bfrom\\b|\\breturning\\b|$)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final CatalogLookup lookup;
    private final List<PlannedStatement> statements;
    private final List<Write> writes = new ArrayList<>();

    Writes(CatalogLookup lookup, List<PlannedStatement> statements) {
        this.lookup = lookup;
        this.statements = List.copyOf(statements);
        for (PlannedStatement statement : statements) {
            statement.plans().getFirst().visit(node -> add(statement, node));
        }
    }

    /** What is done to a row. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * Rows written alike.
     *
     * @param assignments what an UPDATE has behind SET, null where that is not known
     * @param text of the statement, empty where that is not known
     */
    record Write(
            QualifiedName table,
            Kind kind,
            double rows,
            @Nullable String assignments,
            String text) {
        /** Whether a text names a column that is assigned; false where that is not known. */
        boolean assigns(String column) {
            return assignments != null
                    && Pattern.compile(
                                    "(?<![\\w$])\"?" + Pattern.quote(column) + "\"?\\s*=",
                                    Pattern.CASE_INSENSITIVE)
                            .matcher(assignments)
                            .find();
        }
    }

    private void add(PlannedStatement statement, Plan node) {
        String operation = node.details().get("Operation");
        if (operation == null || node.relation() == null) {
            return;
        }
        double known = statement.statement().statement().rowsPerCall();
        double planned = node.children().isEmpty() ? 1 : node.children().getFirst().rows();
        double rows = known >= 0 && node.children().size() <= 1 ? known : Math.max(1, planned);
        Kind kind =
                switch (operation) {
                    case "Insert" -> Kind.INSERT;
                    case "Delete" -> Kind.DELETE;
                    default -> Kind.UPDATE;
                };
        Matcher assignments = ASSIGNMENTS.matcher(statement.statement().statement().text());
        writes.add(
                new Write(
                        node.relation(),
                        kind,
                        rows * statement.statement().calls(),
                        kind == Kind.UPDATE && assignments.find() ? assignments.group(1) : null,
                        statement.statement().statement().text()));
    }

    /** The rows that are written to a table, its partitions, or what it is a partition of. */
    List<Write> to(QualifiedName table) {
        List<Write> toTable = writes.stream().filter(w -> isWritten(table, w.table())).toList();
        return toTable.isEmpty() ? byCounters(table) : toTable;
    }

    /** All rows that are written to tables of the workload. */
    List<Write> all() {
        return Stream.concat(
                        writes.stream().map(Write::table),
                        statements.stream()
                                .flatMap(s -> s.statement().references().stream())
                                .map(TableReference::table))
                .distinct()
                .flatMap(table -> to(table).stream())
                .distinct()
                .toList();
    }

    /** Whether rows written to one table can be rows of the other. */
    private boolean isWritten(QualifiedName indexed, QualifiedName written) {
        return indexed.equals(written)
                || lookup.partitionAncestorsOf(written).contains(indexed)
                || lookup.partitionAncestorsOf(indexed).contains(written);
    }

    private List<Write> byCounters(QualifiedName table) {
        double scans = 0;
        double inserted = 0;
        double updated = 0;
        double deleted = 0;
        for (Table leaf : lookup.table(table).map(lookup::leavesOf).orElse(List.of())) {
            Table.Activity activity = leaf.activity();
            scans += activity.scans();
            inserted += Math.max(0, activity.inserted() - activity.liveRows());
            updated += activity.updated();
            deleted += activity.deleted();
        }
        if (scans < MIN_SCANS) {
            return List.of();
        }
        double perScan = callsReading(table) / scans;
        return List.of(
                new Write(table, Kind.INSERT, inserted * perScan, null, ""),
                new Write(table, Kind.UPDATE, updated * perScan, null, ""),
                new Write(table, Kind.DELETE, deleted * perScan, null, ""));
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
}
