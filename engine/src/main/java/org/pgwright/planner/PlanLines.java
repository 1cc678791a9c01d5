package org.pgwright.planner;

import org.pgwright.planner.ExecutedPlan.Actual;
import org.pgwright.planner.ExecutedPlan.Buffers;
import org.pgwright.planner.ExecutedPlan.Estimate;
import org.pgwright.planner.ExecutedPlan.Memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A plan as {@code EXPLAIN} prints it as TEXT (manual, section 14.1), as far as the record has it.
 * Hides nothing: see {@link ExecutedPlan#masked}. A condition may hold line ends.
 */
public final class PlanLines {
    private static final int ARROW = 4;

    private final List<String> lines = new ArrayList<>();

    private PlanLines() {}

    /** The lines, the first without indent. */
    public static List<String> of(ExecutedPlan plan) {
        PlanLines printed = new PlanLines();
        printed.add(plan, "");
        return List.copyOf(printed.lines);
    }

    /**
     * @param indent before the arrow; empty for the first node, which has none
     */
    private void add(ExecutedPlan plan, String indent) {
        String subplan = plan.details().get("Subplan Name");
        String before = indent;
        if (subplan != null && !indent.isEmpty()) {
            lines.add(indent + subplan);
            before = indent + "  ";
        }
        lines.add(before + (indent.isEmpty() ? "" : "->  ") + PlanHead.of(plan) + figures(plan));
        String inner = before + " ".repeat(indent.isEmpty() ? 2 : ARROW + 2);
        properties(plan).forEach(property -> lines.add(inner + property));
        plan.children().forEach(child -> add(child, inner));
    }

    private static String figures(ExecutedPlan plan) {
        StringBuilder figures = new StringBuilder();
        Estimate estimate = plan.estimate();
        boolean hasCosts = !estimate.equals(Estimate.NONE);
        if (hasCosts) {
            figures.append(
                    String.format(
                            Locale.ROOT,
                            "  (cost=%.2f..%.2f rows=%.0f width=%d)",
                            estimate.startupCost(),
                            estimate.totalCost(),
                            estimate.rows(),
                            estimate.width()));
        }
        Actual actual = plan.actual();
        if (actual == null) {
            return figures.toString();
        }
        figures.append(hasCosts ? " " : "  ");
        return figures.append(actual.loops() == 0 ? "(never executed)" : measured(actual))
                .toString();
    }

    private static String measured(Actual actual) {
        Double startup = actual.startupMillis();
        Double total = actual.totalMillis();
        String times =
                startup == null || total == null
                        ? ""
                        : String.format(Locale.ROOT, "time=%.3f..%.3f ", startup, total);
        boolean isWhole = actual.rows() == Math.rint(actual.rows());
        return String.format(
                Locale.ROOT,
                "(actual %srows=" + (isWhole ? "%.0f" : "%.2f") + " loops=%.0f)",
                times,
                actual.rows(),
                actual.loops());
    }

    private static List<String> properties(ExecutedPlan plan) {
        List<String> properties = new ArrayList<>();
        plan.details()
                .forEach(
                        (name, value) -> {
                            if (!PlanLiterals.isWorded(name)) {
                                properties.add(name + ": " + value);
                            }
                        });
        memory(properties, plan.memory());
        count(properties, "Workers Planned", plan.workers().planned());
        count(properties, "Workers Launched", plan.workers().launched());
        count(properties, "Rows Removed by Index Recheck", plan.removed().byRecheck());
        count(properties, "Rows Removed by Filter", plan.removed().byFilter());
        count(properties, "Rows Removed by Join Filter", plan.removed().byJoinFilter());
        buffers(properties, plan.buffers());
        return properties;
    }

    private static void memory(List<String> properties, Memory memory) {
        if (memory.sortMethod() != null) {
            properties.add(
                    String.format(
                            Locale.ROOT,
                            "Sort Method: %s  %s: %dkB",
                            memory.sortMethod(),
                            memory.sortOnDisk() ? "Disk" : "Memory",
                            memory.sortKilobytes()));
        }
        if (memory.hashBatches() > 0) {
            properties.add(
                    String.format(
                            Locale.ROOT,
                            "Batches: %d  Memory Usage: %dkB",
                            memory.hashBatches(),
                            memory.hashKilobytes()));
        }
    }

    private static void count(List<String> properties, String name, double number) {
        if (number != 0) {
            boolean isWhole = number == Math.rint(number);
            properties.add(
                    String.format(Locale.ROOT, isWhole ? "%s: %.0f" : "%s: %.2f", name, number));
        }
    }

    private static void buffers(List<String> properties, Buffers buffers) {
        StringJoiner kinds = new StringJoiner(", ", "Buffers: ", "").setEmptyValue("");
        StringBuilder shared = new StringBuilder();
        blocks(shared, "hit", buffers.sharedHit());
        blocks(shared, "read", buffers.sharedRead());
        blocks(shared, "dirtied", buffers.sharedDirtied());
        blocks(shared, "written", buffers.sharedWritten());
        StringBuilder temporary = new StringBuilder();
        blocks(temporary, "read", buffers.tempRead());
        blocks(temporary, "written", buffers.tempWritten());
        if (!shared.isEmpty()) {
            kinds.add("shared" + shared);
        }
        if (!temporary.isEmpty()) {
            kinds.add("temp" + temporary);
        }
        if (kinds.length() > 0) {
            properties.add(kinds.toString());
        }
    }

    private static void blocks(StringBuilder kind, String name, long number) {
        if (number != 0) {
            kind.append(' ').append(name).append('=').append(number);
        }
    }
}
