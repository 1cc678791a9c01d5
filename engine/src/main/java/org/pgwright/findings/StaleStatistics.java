package org.pgwright.findings;

import org.pgwright.catalog.QualifiedName;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables whose statistics are older than much of what is in them. Where a plan was executed, only
 * those of which it gave other numbers of rows than estimated.
 */
final class StaleStatistics {
    /** Twice autovacuum_analyze_scale_factor by default: it should have been analyzed long ago. */
    private static final double CHANGED = 0.2;

    /** Of a small table, statistics hardly matter. */
    private static final double FEWEST_ROWS = 1_000;

    private final PlanTree tree;

    StaleStatistics(PlanTree tree) {
        this.tree = tree;
    }

    List<PlanFinding> find() {
        Map<QualifiedName, PlanFinding> found = new LinkedHashMap<>();
        for (PlanStep step : tree.executed()) {
            if (!step.plan().isTableScan()) {
                continue;
            }
            tree.facts(step.plan().relation())
                    .filter(StaleStatistics::isStale)
                    .filter(
                            facts ->
                                    !step.isAnalyzed()
                                            || Misestimates.factor(step) >= Misestimates.BEGINNING)
                    .ifPresent(facts -> found.putIfAbsent(facts.table(), finding(step, facts)));
        }
        return List.copyOf(found.values());
    }

    private static boolean isStale(TableFacts facts) {
        if (facts.analyzedAt() == null) {
            return facts.rows() >= FEWEST_ROWS;
        }
        return facts.changedRows() >= FEWEST_ROWS && facts.changedRows() >= CHANGED * facts.rows();
    }

    private static PlanFinding finding(PlanStep step, TableFacts facts) {
        String detail =
                facts.analyzedAt() == null
                        ? "reads a table that was never analyzed, of about %s rows"
                                .formatted(PlanWords.count(facts.rows()))
                        : "reads a table of about %s rows, of which %s were changed since it was analyzed at %s"
                                .formatted(
                                        PlanWords.count(facts.rows()),
                                        PlanWords.count(facts.changedRows()),
                                        facts.analyzedAt());
        return new PlanFinding(
                PlanFinding.Kind.STALE_STATISTICS,
                step.node(),
                detail,
                "ANALYZE %s; if that is needed again and again, ALTER TABLE %s SET (autovacuum_analyze_scale_factor = 0.02)"
                        .formatted(facts.table().shown(), facts.table().shown()),
                !step.isAnalyzed());
    }
}
