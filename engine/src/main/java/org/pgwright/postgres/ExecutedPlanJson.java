package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.ExecutedPlan.Actual;
import org.pgwright.planner.ExecutedPlan.Buffers;
import org.pgwright.planner.ExecutedPlan.Estimate;
import org.pgwright.planner.ExecutedPlan.Memory;
import org.pgwright.planner.ExecutedPlan.Relation;
import org.pgwright.planner.ExecutedPlan.Removed;
import org.pgwright.planner.ExecutedPlan.Workers;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Reads what {@code EXPLAIN (ANALYZE, FORMAT JSON)} and auto_explain print (manual, sections 14.1
 * and F.3), of every supported major. What parallel workers did each by itself is left aside.
 */
public final class ExecutedPlanJson {
    /** A level of the plan is an object in an array. */
    private static final int MOST_NESTING = 2 * PlanProperties.MOST_LEVELS + 10;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MOST_NESTING)
                                                    .build())
                                    .build())
                    .build();

    private int nodes;

    private ExecutedPlanJson() {}

    /**
     * The plan in EXPLAIN's output or in auto_explain's.
     *
     * @throws IllegalArgumentException if the text is neither, or a plan of more than {@value
     *     PlanProperties#MOST_NODES} nodes, {@value PlanProperties#MOST_LEVELS} levels or {@value
     *     PlanProperties#MOST_CHARACTERS} characters; it says nothing of the text
     */
    public static ExecutedPlan read(String json) {
        PlanProperties.checkLength(json);
        JsonNode document;
        try {
            document = MAPPER.readTree(json);
        } catch (JacksonException failure) {
            // its message quotes the text, which holds user data
            throw notAPlan();
        }
        JsonNode root = (document.isArray() ? document.path(0) : document).path("Plan");
        if (!root.isObject()) {
            throw notAPlan();
        }
        return new ExecutedPlanJson().node(root, 1);
    }

    /**
     * How long the execution took, of EXPLAIN ANALYZE: with triggers, without planning.
     *
     * @throws IllegalArgumentException if the text does not say; it says nothing of the text
     */
    public static double executionMillis(String json) {
        PlanProperties.checkLength(json);
        try {
            JsonNode time = MAPPER.readTree(json).path(0).path("Execution Time");
            if (time.isNumber()) {
                return time.doubleValue();
            }
        } catch (JacksonException failure) {
            // its message quotes the text, which holds user data
            throw notAPlan();
        }
        throw notAPlan();
    }

    /** The statement of a plan of auto_explain, with its literals; empty if it does not say. */
    public static String statement(String json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT
                    && "Query Text".equals(parser.nextName())
                    && parser.nextToken() == JsonToken.VALUE_STRING) {
                return parser.getString();
            }
            return "";
        } catch (JacksonException failure) {
            return "";
        }
    }

    /**
     * The plan as EXPLAIN's JSON, for storage: an array of one object. Reading it gives an equal
     * plan. Holds the literals that the plan holds: see {@link ExecutedPlan#masked}.
     */
    public static String write(ExecutedPlan plan) {
        return MAPPER.writeValueAsString(List.of(Map.of("Plan", PlanNodeJson.of(plan))));
    }

    private static IllegalArgumentException notAPlan() {
        return new IllegalArgumentException("not a plan in EXPLAIN's JSON");
    }

    private ExecutedPlan node(JsonNode node, int level) {
        if (++nodes > PlanProperties.MOST_NODES) {
            throw PlanProperties.tooLarge();
        }
        if (level > PlanProperties.MOST_LEVELS) {
            throw PlanProperties.tooDeep();
        }
        List<ExecutedPlan> children = new ArrayList<>();
        node.path("Plans").forEach(child -> children.add(node(child, level + 1)));
        return new ExecutedPlan(
                node.path("Node Type").asString(""),
                relation(node),
                text(node, PlanProperties.INDEX),
                details(node),
                new Estimate(
                        number(node, "Startup Cost"),
                        number(node, "Total Cost"),
                        number(node, "Plan Rows"),
                        (int) number(node, "Plan Width")),
                actual(node),
                removed(node),
                buffers(node),
                memory(node),
                new Workers(
                        (int) number(node, "Workers Planned"),
                        (int) number(node, "Workers Launched")),
                children);
    }

    private static @Nullable Relation relation(JsonNode node) {
        String alias = text(node, PlanProperties.ALIAS);
        for (String kind :
                List.of(
                        PlanProperties.RELATION,
                        "Function Name",
                        "Table Function Name",
                        "CTE Name",
                        "Tuplestore Name")) {
            String name = text(node, kind);
            if (name != null) {
                return new Relation(
                        text(node, PlanProperties.SCHEMA), name, name.equals(alias) ? null : alias);
            }
        }
        return alias == null ? null : new Relation(null, alias, null);
    }

    private static Map<String, String> details(JsonNode node) {
        Map<String, String> details = new LinkedHashMap<>();
        for (String property :
                List.of(
                        PlanProperties.STRATEGY,
                        PlanProperties.COMMAND,
                        PlanProperties.SUBPLAN,
                        PlanProperties.PROVIDER)) {
            keep(details, property, text(node, property), "");
        }
        keep(details, PlanProperties.OPERATION, text(node, PlanProperties.OPERATION), "Select");
        keep(details, PlanProperties.JOIN_TYPE, text(node, PlanProperties.JOIN_TYPE), "Inner");
        keep(
                details,
                PlanProperties.PARTIAL_MODE,
                text(node, PlanProperties.PARTIAL_MODE),
                "Simple");
        keep(details, PlanProperties.DIRECTION, text(node, PlanProperties.DIRECTION), "Forward");
        keep(details, PlanProperties.PARALLEL, text(node, PlanProperties.PARALLEL), "false");
        keep(details, PlanProperties.ASYNC, text(node, PlanProperties.ASYNC), "false");
        PlanProperties.EXPRESSIONS.forEach(
                property -> keep(details, property, text(node, property), ""));
        return details;
    }

    /** What EXPLAIN's TEXT leaves unsaid is not kept. */
    private static void keep(
            Map<String, String> details, String property, @Nullable String value, String usual) {
        if (value != null && !value.equals(usual)) {
            details.put(property, value);
        }
    }

    private static @Nullable Actual actual(JsonNode node) {
        if (!node.has("Actual Loops")) {
            return null;
        }
        boolean timed = node.has("Actual Total Time");
        return new Actual(
                timed ? number(node, "Actual Startup Time") : null,
                timed ? number(node, "Actual Total Time") : null,
                number(node, "Actual Rows"),
                number(node, "Actual Loops"));
    }

    private static Removed removed(JsonNode node) {
        return new Removed(
                number(node, "Rows Removed by Filter"),
                number(node, "Rows Removed by Index Recheck"),
                number(node, "Rows Removed by Join Filter"));
    }

    private static Buffers buffers(JsonNode node) {
        return new Buffers(
                (long) number(node, "Shared Hit Blocks"),
                (long) number(node, "Shared Read Blocks"),
                (long) number(node, "Shared Dirtied Blocks"),
                (long) number(node, "Shared Written Blocks"),
                (long) number(node, "Temp Read Blocks"),
                (long) number(node, "Temp Written Blocks"));
    }

    private static Memory memory(JsonNode node) {
        boolean aggregate = node.has("HashAgg Batches");
        long batches = (long) number(node, aggregate ? "HashAgg Batches" : "Hash Batches");
        return new Memory(
                text(node, "Sort Method"),
                (long) number(node, "Sort Space Used"),
                "Disk".equals(text(node, "Sort Space Type")),
                batches,
                batches == 0 ? 0 : (long) number(node, "Peak Memory Usage"));
    }

    private static double number(JsonNode node, String property) {
        JsonNode value = node.path(property);
        return value.isNumber() ? value.doubleValue() : 0;
    }

    private static @Nullable String text(JsonNode node, String property) {
        JsonNode value = node.path(property);
        if (value.isArray()) {
            StringJoiner list = new StringJoiner(", ");
            value.forEach(element -> list.add(element.asString("")));
            return list.toString();
        }
        return value.isValueNode() && !value.isNull() ? value.asString("") : null;
    }
}
