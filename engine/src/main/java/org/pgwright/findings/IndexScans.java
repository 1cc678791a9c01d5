package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Scans of an index that does not find the rows that are wanted. */
final class IndexScans {
    /** As for a scan of the table: the index might as well not be there. */
    private static final double DISCARDED = 0.9;

    /** Fewer rows are looked at within some milliseconds. */
    private static final double FEWEST_ROWS = 10_000;

    private static final double SMALLEST_SHARE = 0.1;

    /**
     * From here on reading the table in one go is faster than by an index, in any order of rows.
     */
    private static final double MOST_OF_TABLE = 0.5;

    private final PlanTree tree;

    IndexScans(PlanTree tree) {
        this.tree = tree;
    }

    List<PlanFinding> find() {
        return tree.executed().stream()
                .filter(PlanStep::isAnalyzed)
                .filter(step -> step.is("Index Scan", "Index Only Scan", "Bitmap Heap Scan"))
                .filter(step -> step.plan().relation() != null)
                .filter(step -> step.share() >= SMALLEST_SHARE)
                .filter(step -> step.rows() + step.removed() >= FEWEST_ROWS)
                .flatMap(step -> finding(step).stream())
                .toList();
    }

    private Optional<PlanFinding> finding(PlanStep step) {
        double found = step.rows() + step.removed();
        if (step.removed() >= DISCARDED * found) {
            return Optional.of(finding(step, discarding(step, found), betterIndex(step)));
        }
        return tree.facts(step.plan().relation())
                .filter(facts -> isMostOfTable(step, facts))
                .map(facts -> finding(step, readingMost(step, facts), cheaperTable(step)));
    }

    private static PlanFinding finding(PlanStep step, String detail, String remedy) {
        return new PlanFinding(
                PlanFinding.Kind.USELESS_INDEX_SCAN, step.node(), detail, remedy, false);
    }

    private String discarding(PlanStep step, double found) {
        boolean byFilter = step.plan().removed().byFilter() >= step.plan().removed().byRecheck();
        String condition = byFilter ? step.detail("Filter") : step.detail("Recheck Cond");
        return "found %s rows by the index%s, of which %s then did not meet %s; %s"
                .formatted(
                        PlanWords.count(found),
                        step.detail("Index Cond").isEmpty() && !step.is("Bitmap Heap Scan")
                                ? ", all that it has, in its order,"
                                : "",
                        PlanWords.percent(step.removed() / found),
                        PlanWords.condition(condition),
                        PlanWords.share(tree, step.share()));
    }

    private static String betterIndex(PlanStep step) {
        if (step.plan().removed().byRecheck() > step.plan().removed().byFilter()) {
            return "a larger work_mem keeps the bitmap exact; if the index is one that finds too"
                    + " much by its nature (BRIN, trigrams, a hash), one of another kind is needed";
        }
        Relation relation = Objects.requireNonNull(step.plan().relation());
        List<String> columns = ConditionColumns.of(step, "Index Cond", "Recheck Cond", "Filter");
        return columns.isEmpty()
                ? "see with pgwright advise whether another index of "
                        + PlanWords.table(relation)
                        + " finds those rows alone"
                : "an index on %s that begins with the columns of its filter, of %s, would find those rows alone: pgwright advise says which"
                        .formatted(PlanWords.table(relation), ConditionColumns.shown(columns));
    }

    /** Rows in an order are worth random reads where something above needs the order. */
    private static boolean isMostOfTable(PlanStep step, TableFacts facts) {
        return step.is("Index Scan")
                && !step.mayBeCut()
                && step.loops() <= step.processes()
                && !step.detail("Index Cond").isEmpty()
                && !isOrderWanted(step.parent())
                && step.rows() >= MOST_OF_TABLE * Math.max(1, facts.rows());
    }

    private static boolean isOrderWanted(@Nullable PlanStep above) {
        if (above == null) {
            return true; // an ORDER BY of the statement is not in the plan where an index serves it
        }
        return switch (above.plan().type()) {
            case "Sort", "Hash", "ModifyTable", "Hash Join" -> false;
            case "Aggregate" -> above.detail("Strategy").equals("Sorted");
            case "Nested Loop", "Append", "Subquery Scan", "Gather" ->
                    isOrderWanted(above.parent());
            default -> true;
        };
    }

    private String readingMost(PlanStep step, TableFacts facts) {
        return "took %s of the table's %s rows one by one through the index; %s"
                .formatted(
                        PlanWords.count(step.rows()),
                        PlanWords.count(facts.rows()),
                        PlanWords.share(tree, step.share()));
    }

    private static String cheaperTable(PlanStep step) {
        return "the planner takes random reads for cheap: see random_page_cost and"
                + " effective_cache_size, and whether ANALYZE "
                + PlanWords.table(Objects.requireNonNull(step.plan().relation()))
                + " makes it leave "
                + Identifier.shown(Objects.requireNonNullElse(step.plan().index(), "the index"))
                + " aside";
    }
}
