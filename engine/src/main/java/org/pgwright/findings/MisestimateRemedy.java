package org.pgwright.findings;

import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What helps against an estimate that is far off, by the node where it begins. */
final class MisestimateRemedy {
    private static final Pattern CALL = Pattern.compile("[A-Za-z_0-9\"]\\(");

    private MisestimateRemedy() {}

    static String of(PlanStep step) {
        Relation relation = step.plan().relation();
        if (step.is("Function Scan", "Table Function Scan", "ProjectSet")) {
            return "tell the planner how many rows the function gives: ALTER FUNCTION … ROWS …";
        }
        if (relation != null && step.plan().isTableScan()) {
            return ofScan(step, relation);
        }
        return switch (step.plan().type()) {
            case "Aggregate", "Group", "Unique" -> ofGroups(step);
            case "Hash Join", "Merge Join", "Nested Loop" ->
                    analyze(step)
                            + "; if it stays, values that are joined are spread unevenly or hang"
                            + " together with other conditions, of which statistics know nothing:"
                            + " join what filters most first in a MATERIALIZED CTE";
            default -> analyze(step);
        };
    }

    private static String ofScan(PlanStep step, Relation relation) {
        String table = PlanWords.table(relation);
        List<String> columns = ConditionColumns.of(step, "Index Cond", "Recheck Cond", "Filter");
        String analyze = "ANALYZE " + table;
        if (columns.isEmpty()) {
            return analyze;
        }
        if (columns.size() > 1) {
            return "%s; if it stays, its conditions hang together: CREATE STATISTICS (dependencies, mcv) ON %s FROM %s, and ANALYZE it"
                    .formatted(analyze, bare(columns), table);
        }
        if (CALL.matcher(step.detail("Filter")).find()) {
            return "%s; if it stays, have statistics of what the condition computes: CREATE STATISTICS ON (expression) FROM %s, and ANALYZE it"
                    .formatted(analyze, table);
        }
        return "%s; if it stays, keep more values of the column: ALTER TABLE %s ALTER COLUMN %s SET STATISTICS 1000, and ANALYZE it"
                .formatted(analyze, table, bare(columns));
    }

    private static String bare(List<String> columns) {
        String shown = ConditionColumns.shown(columns);
        return shown.substring(1, shown.length() - 1);
    }

    private static String ofGroups(PlanStep step) {
        String keys = PlanWords.condition(step.detail("Group Key"));
        return keys.contains(",")
                ? "%s; if it stays, CREATE STATISTICS (ndistinct) on the columns that are grouped by, %s, where they are of one table"
                        .formatted(analyze(step), keys)
                : "%s; if it stays, set the number of different values of %s by ALTER TABLE … ALTER COLUMN … SET (n_distinct = …)"
                        .formatted(analyze(step), keys.isEmpty() ? "the column" : keys);
    }

    private static String analyze(PlanStep step) {
        Set<String> tables = new LinkedHashSet<>();
        step.plan()
                .visit(
                        node -> {
                            Relation relation = node.relation();
                            if (relation != null && node.isTableScan()) {
                                tables.add(PlanWords.table(relation));
                            }
                        });
        return tables.isEmpty()
                ? "see whether what it reads can be written so that the planner knows its size"
                : "ANALYZE " + String.join(", ", tables);
    }
}
