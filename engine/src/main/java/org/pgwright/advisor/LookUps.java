package org.pgwright.advisor;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what a plan looks up one by one: what index scans inside of nested loops are estimated to
 * fetch, over all rounds. A row of the table is a look-up each; where the index alone answers, a
 * round is.
 *
 * <p>EXPLAIN prints the figures of one round (manual, section 14.1); how many rounds there are
 * follows from the rows outside. Subqueries count as run once: by other indexes they are run as
 * often.
 */
final class LookUps {
    /** The part of its time that a leader loses to each worker, by the planner's own reckoning. */
    private static final double LEADER_LOSS = 0.3;

    /** Of a look-up by a foreign key each finds a row. */
    private static final double HARDLY_ANY = 0.1;

    /** {@code (lines.part = parts.id)}, in an index condition of {@code lines}. */
    private static final Pattern OTHER_TABLES_COLUMN =
            Pattern.compile(" = (?:\\w+|\"(?:[^\"]|\"\")+\")\\.");

    private final CatalogLookup lookup;
    private final List<LookUp> found = new ArrayList<>();
    private double entriesRead;

    private LookUps(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * The look-ups of one scan.
     *
     * @param count of all rounds and all processes together
     * @param unsure whether hardly any is expected to find a row, since it compares several columns
     *     at once, which the planner takes for independent
     */
    record LookUp(QualifiedName table, double count, boolean unsure) {}

    /**
     * How much of a node is run.
     *
     * @param rounds of one process
     * @param processes that share the work
     * @param share of its rows that is asked for, below 1 under a LIMIT
     */
    private record Extent(double rounds, double processes, double share) {
        static final Extent ONCE = new Extent(1, 1, 1);

        Extent inside(double outerRows) {
            return new Extent(rounds * Math.max(1, share * outerRows), processes, 1);
        }

        /** Of a node whose rows are kept for later rounds. */
        Extent kept() {
            return new Extent(1, processes, 1);
        }

        Extent whole() {
            return new Extent(rounds, processes, 1);
        }

        Extent limited(double part) {
            return new Extent(rounds, processes, share * Math.min(1, part));
        }

        Extent atMost(double most) {
            return new Extent(Math.min(rounds, Math.max(1, most)), processes, share);
        }

        Extent by(double workers) {
            double leader = Math.max(0, 1 - LEADER_LOSS * workers);
            return new Extent(rounds, processes * (workers + leader), share);
        }
    }

    /** One for each scan, in the order of the plan. */
    static List<LookUp> in(Plan plan, CatalogLookup lookup) {
        return of(plan, lookup).found;
    }

    /** The entries of indexes that a plan reads one after another, not inside of nested loops. */
    static double entriesReadIn(Plan plan, CatalogLookup lookup) {
        return of(plan, lookup).entriesRead;
    }

    private static LookUps of(Plan plan, CatalogLookup lookup) {
        LookUps lookUps = new LookUps(lookup);
        lookUps.add(plan, Extent.ONCE, 1);
        return lookUps;
    }

    /**
     * @param hits the part of the rounds that a row comes out of
     */
    private void add(Plan node, Extent extent, double hits) {
        QualifiedName table = node.relation();
        if (table != null && extent.rounds() > 1 && isByIndex(node)) {
            boolean unsure = hits < HARDLY_ANY && comparesSeveralColumns(node);
            found.add(new LookUp(table, count(node, extent), unsure));
        } else if (table != null && isInOrder(node)) {
            entriesRead += extent.share() * entries(node, extent, table);
        }
        Extent below = below(node, extent);
        for (Plan child : node.children()) {
            switch (child.details().getOrDefault("Parent Relationship", "")) {
                case "InitPlan", "SubPlan" -> add(child, Extent.ONCE, 1);
                case "Inner" -> add(child, inner(node, below), hits(node));
                default -> add(child, below, "Memoize".equals(node.type()) ? hits : 1);
            }
        }
    }

    private static boolean isByIndex(Plan node) {
        return switch (node.type()) {
            case "Index Scan", "Index Only Scan", "Bitmap Heap Scan" -> true;
            default -> false;
        };
    }

    private static boolean isInOrder(Plan node) {
        return node.type().equals("Index Scan") || node.type().equals("Index Only Scan");
    }

    /** All of them, whatever comes out, where no condition says where to begin or to end. */
    private double entries(Plan scan, Extent extent, QualifiedName table) {
        double printed = scan.rows() * extent.processes();
        return scan.details().containsKey("Index Cond")
                ? printed
                : Math.max(printed, lookup.table(table).map(lookup::rowsOf).orElse(0.0));
    }

    private static double count(Plan scan, Extent extent) {
        double rounds = extent.rounds() * extent.processes();
        return "Index Only Scan".equals(scan.type()) ? rounds : rounds * Math.max(1, scan.rows());
    }

    /** That of an anti-join is meant to be small. */
    private static double hits(Plan join) {
        return "Inner".equals(join.details().get("Join Type"))
                ? join.rows() / Math.max(1, rowsBelow(join))
                : 1;
    }

    private static boolean comparesSeveralColumns(Plan scan) {
        String condition = scan.details().getOrDefault("Index Cond", "");
        return OTHER_TABLES_COLUMN.matcher(condition).results().count() > 1;
    }

    private Extent below(Plan node, Extent extent) {
        return switch (node.type()) {
            case "Gather", "Gather Merge" ->
                    extent.by(
                            Double.parseDouble(
                                    node.details().getOrDefault("Workers Planned", "0")));
            case "Limit" -> extent.limited(node.rows() / Math.max(1, rowsBelow(node)));
            case "Memoize" -> extent.atMost(rowsOfTable(node));
            case "Materialize", "Hash" -> extent.kept();
            case "Sort" -> extent.whole();
            case "Aggregate" ->
                    "Sorted".equals(node.details().get("Strategy")) ? extent : extent.whole();
            default -> extent;
        };
    }

    private static Extent inner(Plan join, Extent extent) {
        return "Nested Loop".equals(join.type()) ? extent.inside(rowsBelow(join)) : extent.whole();
    }

    /** The rows that come from below, of a join those from outside. */
    private static double rowsBelow(Plan node) {
        return node.children().stream()
                .filter(child -> "Outer".equals(child.details().get("Parent Relationship")))
                .mapToDouble(Plan::rows)
                .findFirst()
                .orElse(1);
    }

    /** No more different keys are found than the table has rows. */
    private double rowsOfTable(Plan memoize) {
        return memoize.children().stream()
                .map(Plan::relation)
                .flatMap(Stream::ofNullable)
                .flatMap(table -> lookup.table(table).stream())
                .mapToDouble(lookup::rowsOf)
                .findFirst()
                .orElse(Double.MAX_VALUE);
    }
}
