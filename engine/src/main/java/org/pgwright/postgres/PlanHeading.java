package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node is, read from the words before its figures in EXPLAIN's TEXT: {@code Parallel Hash
 * Left Join}, {@code Index Scan Backward using orders_pkey on shop.orders o}. The reverse of {@code
 * ExplainNode} in PostgreSQL's {@code explain.c}.
 */
final class PlanHeading {
    private static final Pattern JOIN =
            Pattern.compile(
                    "(Nested Loop|Merge|Hash)((?: (?:Left|Right|Full|Semi|Anti)){0,3}) Join");

    private static final Pattern AGGREGATE =
            Pattern.compile("(Partial |Finalize )?(Hash|Group|Mixed|)Aggregate");

    private static final Pattern SET_OPERATION =
            Pattern.compile("(Hash)?SetOp (Intersect|Except)( All)?");

    private static final Pattern TARGET = Pattern.compile("(.*?) on (.*)");
    private static final Pattern CHANGE =
            Pattern.compile("(Foreign )?(Insert|Update|Delete|Merge)");

    private final Map<String, String> details = new LinkedHashMap<>();
    private String type;
    private @Nullable Relation relation;
    private @Nullable String index;

    /**
     * @param text such as {@code Seq Scan on orders}
     */
    PlanHeading(String text) {
        type = target(prefixed(text));
        if (!isScan()) {
            named();
        }
    }

    String type() {
        return type;
    }

    @Nullable Relation relation() {
        return relation;
    }

    @Nullable String index() {
        return index;
    }

    Map<String, String> details() {
        return details;
    }

    private String prefixed(String text) {
        String rest = text;
        if (rest.startsWith("Parallel ")) {
            details.put(PlanProperties.PARALLEL, "true");
            rest = rest.substring("Parallel ".length());
        }
        if (rest.startsWith("Async ")) {
            details.put(PlanProperties.ASYNC, "true");
            rest = rest.substring("Async ".length());
        }
        return rest;
    }

    private String target(String text) {
        Matcher matcher = TARGET.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        String node = matcher.group(1);
        PlanNames names = new PlanNames(matcher.group(2));
        if (node.equals("Bitmap Index Scan")) {
            index = names.next();
            return node;
        }
        relation = names.relation();
        int using = node.indexOf(" using ");
        if (using >= 0) {
            index = new PlanNames(node.substring(using + " using ".length())).next();
            node = node.substring(0, using);
        }
        return node;
    }

    private boolean isScan() {
        if (type.endsWith(" Backward")) {
            details.put(PlanProperties.DIRECTION, "Backward");
            type = type.substring(0, type.length() - " Backward".length());
        }
        return type.endsWith(" Scan");
    }

    private void named() {
        Matcher join = JOIN.matcher(type);
        Matcher aggregate = AGGREGATE.matcher(type);
        Matcher operation = SET_OPERATION.matcher(type);
        Matcher change = CHANGE.matcher(type);
        if (join.matches()) {
            type = join.group(1).equals("Nested Loop") ? "Nested Loop" : join.group(1) + " Join";
            keep(PlanProperties.JOIN_TYPE, join.group(2).strip());
        } else if (aggregate.matches()) {
            type = "Aggregate";
            details.put(PlanProperties.STRATEGY, strategy(aggregate.group(2)));
            keep(PlanProperties.PARTIAL_MODE, aggregate.group(1) == null ? "" : aggregate.group(1));
        } else if (operation.matches()) {
            type = "SetOp";
            details.put(PlanProperties.STRATEGY, operation.group(1) == null ? "Sorted" : "Hashed");
            keep(
                    PlanProperties.COMMAND,
                    operation.group(2) + (operation.group(3) == null ? "" : " All"));
        } else if (change.matches()) {
            type = change.group(1) == null ? "ModifyTable" : "Foreign Scan";
            keep(PlanProperties.OPERATION, change.group(2));
        } else if (type.startsWith("Custom Scan (") && type.endsWith(")")) {
            keep(
                    PlanProperties.PROVIDER,
                    type.substring("Custom Scan (".length(), type.length() - 1));
            type = "Custom Scan";
        }
    }

    private void keep(String property, String value) {
        if (!value.isBlank()) {
            details.put(property, value.strip());
        }
    }

    private static String strategy(String prefix) {
        return switch (prefix) {
            case "Hash" -> "Hashed";
            case "Group" -> "Sorted";
            case "Mixed" -> "Mixed";
            default -> "Plain";
        };
    }
}
