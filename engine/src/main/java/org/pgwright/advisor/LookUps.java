package org.pgwright.advisor;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts the rows that a plan looks up one by one: those that index scans inside of nested loops
 * are estimated to fetch, over all rounds.
 *
 * <p>EXPLAIN prints the figures of one round (manual, section 14.1); how many rounds there are
 * follows from the rows outside. Subqueries count as run once: by other indexes they are run as
 * often.
 */
final class LookUps {
    /** The part of its time that a leader loses to each worker, by the planner's own reckoning. */
    private static final double LEADER_LOSS = 0.3;

    private final CatalogLookup lookup;
    private final Map<QualifiedName, Double> rows = new LinkedHashMap<>();

    private LookUps(CatalogLookup lookup) {
        this.lookup = lookup;
    }

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

    /** For each table that rows are looked up in, how many; of all processes together. */
    static Map<QualifiedName, Double> in(Plan plan, CatalogLookup lookup) {
        LookUps lookUps = new LookUps(lookup);
        lookUps.add(plan, Extent.ONCE);
        return lookUps.rows;
    }

    private void add(Plan node, Extent extent) {
        QualifiedName table = node.relation();
        if (table != null && extent.rounds() > 1 && isByIndex(node)) {
            double all = extent.rounds() * extent.processes() * Math.max(1, node.rows());
            rows.merge(table, all, Double::sum);
        }
        Extent below = below(node, extent);
        for (Plan child : node.children()) {
            switch (child.details().getOrDefault("Parent Relationship", "")) {
                case "InitPlan", "SubPlan" -> add(child, Extent.ONCE);
                case "Inner" -> add(child, inner(node, below));
                default -> add(child, below);
            }
        }
    }

    private static boolean isByIndex(Plan node) {
        return switch (node.type()) {
            case "Index Scan", "Index Only Scan", "Bitmap Heap Scan" -> true;
            default -> false;
        };
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
            case "Sort", "Incremental Sort" -> extent.whole();
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
