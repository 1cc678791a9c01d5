package org.pgwright.planner;

import org.pgwright.catalog.Identifier;
import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.StringJoiner;

/** The words before the figures of a node, as {@code ExplainNode} chooses them. */
final class PlanHead {
    private PlanHead() {}

    static String of(ExecutedPlan plan) {
        StringBuilder head = new StringBuilder();
        head.append(plan.details().containsKey("Parallel Aware") ? "Parallel " : "");
        head.append(plan.details().containsKey("Async Capable") ? "Async " : "");
        head.append(named(plan));
        boolean isBackward = detail(plan, "Scan Direction").equals("Backward");
        head.append(isBackward ? " Backward" : "");
        if (plan.index() != null) {
            boolean isBitmap = plan.type().equals("Bitmap Index Scan");
            head.append(isBitmap ? " on " : " using ").append(Identifier.shown(plan.index()));
        }
        if (plan.relation() != null) {
            head.append(" on ").append(relation(plan.relation()));
        }
        return head.toString();
    }

    private static String named(ExecutedPlan plan) {
        String operation = detail(plan, "Operation");
        return switch (plan.type()) {
            case "Nested Loop" ->
                    plan.details().containsKey("Join Type")
                            ? "Nested Loop " + detail(plan, "Join Type") + " Join"
                            : "Nested Loop";
            case "Hash Join" -> join("Hash", plan);
            case "Merge Join" -> join("Merge", plan);
            case "Aggregate" ->
                    join(" ", detail(plan, "Partial Mode"), strategy(plan) + "Aggregate");
            case "SetOp" ->
                    join(
                            " ",
                            detail(plan, "Strategy").equals("Hashed") ? "HashSetOp" : "SetOp",
                            detail(plan, "Command"));
            case "ModifyTable" -> operation.isEmpty() ? plan.type() : operation;
            case "Foreign Scan" -> operation.isEmpty() ? plan.type() : "Foreign " + operation;
            case "Custom Scan" -> "Custom Scan (" + detail(plan, "Custom Plan Provider") + ")";
            default -> plan.type();
        };
    }

    private static String join(String method, ExecutedPlan plan) {
        return join(" ", method, detail(plan, "Join Type"), "Join");
    }

    private static String join(String between, String... words) {
        StringJoiner joined = new StringJoiner(between);
        for (String word : words) {
            if (!word.isEmpty()) {
                joined.add(word);
            }
        }
        return joined.toString();
    }

    private static String strategy(ExecutedPlan plan) {
        return switch (detail(plan, "Strategy")) {
            case "Hashed" -> "Hash";
            case "Sorted" -> "Group";
            case "Mixed" -> "Mixed";
            default -> "";
        };
    }

    private static String relation(Relation relation) {
        StringBuilder name = new StringBuilder();
        if (relation.schema() != null) {
            name.append(Identifier.shown(relation.schema())).append('.');
        }
        name.append(Identifier.shown(relation.name()));
        if (relation.alias() != null) {
            name.append(' ').append(Identifier.shown(relation.alias()));
        }
        return name.toString();
    }

    private static String detail(ExecutedPlan plan, String name) {
        return plan.details().getOrDefault(name, "");
    }
}
