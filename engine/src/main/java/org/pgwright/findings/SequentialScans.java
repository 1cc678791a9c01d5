package org.pgwright.findings;

import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Scans of whole tables for a few rows. */
final class SequentialScans {
    /** Above this share of rows that are kept, reading the table is about as fast as an index. */
    private static final double DISCARDED = 0.9;

    /** Fewer rows are read within a millisecond or two. */
    private static final double FEWEST_ROWS = 10_000;

    /** What takes less of a plan is not worth an index, whose writes cost too. */
    private static final double SMALLEST_SHARE = 0.1;

    private final PlanTree tree;

    SequentialScans(PlanTree tree) {
        this.tree = tree;
    }

    List<PlanFinding> find() {
        return tree.executed().stream()
                .filter(step -> step.is("Seq Scan") && !step.detail("Filter").isEmpty())
                .filter(step -> step.plan().relation() != null)
                .filter(step -> step.share() >= SMALLEST_SHARE)
                .flatMap(step -> finding(step).stream())
                .toList();
    }

    private Optional<PlanFinding> finding(PlanStep step) {
        double kept = step.rows();
        double read = step.isAnalyzed() ? kept + step.removed() : rowsOfTable(step);
        if (read < FEWEST_ROWS || kept > (1 - DISCARDED) * read) {
            return Optional.empty();
        }
        return Optional.of(
                new PlanFinding(
                        PlanFinding.Kind.SEQUENTIAL_SCAN,
                        step.node(),
                        detail(step, read, 1 - kept / read),
                        remedy(step),
                        !step.isAnalyzed()));
    }

    /** 0 where it is not known, or where a LIMIT may end the scan before its end. */
    private double rowsOfTable(PlanStep step) {
        return step.mayBeCut()
                ? 0
                : tree.facts(step.plan().relation())
                        .map(facts -> facts.rows() * step.loops())
                        .orElse(0.0);
    }

    private String detail(PlanStep step, double read, double discarded) {
        String does =
                step.isAnalyzed() ? "read %s rows%s and threw" : "is to read %s rows%s and throw";
        return (does + " away %s of them by its filter %s; %s")
                .formatted(
                        PlanWords.count(read),
                        step.loops() > step.processes()
                                ? " in " + PlanWords.count(step.loops()) + " scans"
                                : "",
                        PlanWords.percent(discarded),
                        PlanWords.condition(step.detail("Filter")),
                        PlanWords.share(tree, step.share()));
    }

    private static String remedy(PlanStep step) {
        Relation relation = Objects.requireNonNull(step.plan().relation());
        List<String> columns = ConditionColumns.of(step, "Filter");
        return columns.isEmpty()
                ? "write the condition so that it compares columns of "
                        + PlanWords.table(relation)
                        + ", which an index can hold; pgwright advise looks for one"
                : "an index on %s %s would find those rows: pgwright advise says which of these columns, in which order"
                        .formatted(PlanWords.table(relation), ConditionColumns.shown(columns));
    }
}
