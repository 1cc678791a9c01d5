package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.ExecutedPlan.Actual;
import org.pgwright.planner.ExecutedPlan.Buffers;
import org.pgwright.planner.ExecutedPlan.Memory;
import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a plan as an object under EXPLAIN's own names; what is zero is left out. */
final class PlanNodeJson {
    private final Map<String, Object> properties = new LinkedHashMap<>();

    private PlanNodeJson() {}

    static Map<String, Object> of(ExecutedPlan plan) {
        PlanNodeJson node = new PlanNodeJson();
        node.put("Node Type", plan.type());
        node.relation(plan.type(), plan.relation());
        node.put(PlanProperties.INDEX, plan.index());
        plan.details().forEach(node::detail);
        node.put("Startup Cost", plan.estimate().startupCost());
        node.put("Total Cost", plan.estimate().totalCost());
        node.put("Plan Rows", plan.estimate().rows());
        node.put("Plan Width", plan.estimate().width());
        node.actual(plan.actual());
        node.count("Rows Removed by Filter", plan.removed().byFilter());
        node.count("Rows Removed by Index Recheck", plan.removed().byRecheck());
        node.count("Rows Removed by Join Filter", plan.removed().byJoinFilter());
        node.buffers(plan.buffers());
        node.memory(plan.type(), plan.memory());
        node.count("Workers Planned", plan.workers().planned());
        node.count("Workers Launched", plan.workers().launched());
        if (!plan.children().isEmpty()) {
            node.put("Plans", plan.children().stream().map(PlanNodeJson::of).toList());
        }
        return node.properties;
    }

    private void put(String property, @Nullable Object value) {
        if (value != null) {
            properties.put(property, value);
        }
    }

    private void count(String property, double number) {
        if (number != 0) {
            properties.put(property, number);
        }
    }

    private void blocks(String property, long number) {
        if (number != 0) {
            properties.put(property, number);
        }
    }

    private void detail(String property, String value) {
        boolean list = property.endsWith(" Key") && !property.equals("Cache Key");
        boolean flag = property.equals(PlanProperties.PARALLEL) || property.equals("Async Capable");
        put(property, list ? List.of(value) : flag ? Boolean.valueOf(value) : value);
    }

    private void relation(String type, @Nullable Relation relation) {
        if (relation == null) {
            return;
        }
        put(PlanProperties.SCHEMA, relation.schema());
        String kind =
                switch (type) {
                    case "Function Scan" -> "Function Name";
                    case "Table Function Scan" -> "Table Function Name";
                    case "CTE Scan", "WorkTable Scan" -> "CTE Name";
                    case "Named Tuplestore Scan" -> "Tuplestore Name";
                    case "Subquery Scan", "Values Scan", "Result" -> PlanProperties.ALIAS;
                    default -> PlanProperties.RELATION;
                };
        put(kind, relation.name());
        put(PlanProperties.ALIAS, relation.alias());
    }

    private void actual(@Nullable Actual actual) {
        if (actual != null) {
            put("Actual Startup Time", actual.startupMillis());
            put("Actual Total Time", actual.totalMillis());
            put("Actual Rows", actual.rows());
            put("Actual Loops", actual.loops());
        }
    }

    private void buffers(Buffers buffers) {
        blocks("Shared Hit Blocks", buffers.sharedHit());
        blocks("Shared Read Blocks", buffers.sharedRead());
        blocks("Shared Dirtied Blocks", buffers.sharedDirtied());
        blocks("Shared Written Blocks", buffers.sharedWritten());
        blocks("Temp Read Blocks", buffers.tempRead());
        blocks("Temp Written Blocks", buffers.tempWritten());
    }

    private void memory(String type, Memory memory) {
        if (memory.sortMethod() != null) {
            put("Sort Method", memory.sortMethod());
            put("Sort Space Used", memory.sortKilobytes());
            put("Sort Space Type", memory.sortOnDisk() ? "Disk" : "Memory");
        }
        if (memory.hashBatches() > 0) {
            String batches = type.equals("Aggregate") ? "HashAgg Batches" : "Hash Batches";
            put(batches, memory.hashBatches());
            put("Peak Memory Usage", memory.hashKilobytes());
        }
    }
}
