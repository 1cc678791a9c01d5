package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@code EXPLAIN (FORMAT JSON)} prints (manual, section 14.1, and the reference page of
 * EXPLAIN), of every supported major.
 */
public final class ExplainJson {
    /** The properties that make up a node's shape; all others are numbers or follow from these. */
    private static final List<String> SHAPE =
            List.of(
                    "Join Type",
                    "Strategy",
                    "Partial Mode",
                    "Scan Direction",
                    "Parent Relationship",
                    "Subplan Name",
                    "Command",
                    "Operation",
                    "Alias",
                    "Inner Unique",
                    "Workers Planned",
                    "Sort Key",
                    "Presorted Key",
                    "Group Key",
                    "Order By",
                    "Index Cond",
                    "Recheck Cond",
                    "Hash Cond",
                    "Merge Cond",
                    "Join Filter",
                    "Filter",
                    "One-Time Filter",
                    "Cache Key");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Names names;

    /**
     * @param names tells which relation or index a name in a plan means
     */
    public ExplainJson(Names names) {
        this.names = names;
    }

    /** Resolves the names in a plan. */
    public interface Names {
        /**
         * @param schema null unless the plan was explained VERBOSE
         */
        QualifiedName relation(@Nullable String schema, String name);

        /**
         * @param relation the table of the node, or of the nearest node above it that has one
         */
        IndexName index(@Nullable QualifiedName relation, String name);
    }

    /**
     * The plan in EXPLAIN's output, numbers of an execution left aside.
     *
     * @throws IllegalArgumentException if the text is not EXPLAIN's JSON
     */
    public Plan read(String json) {
        JsonNode root = MAPPER.readTree(json).path(0).path("Plan");
        if (!root.isObject()) {
            throw new IllegalArgumentException("not the output of EXPLAIN (FORMAT JSON)");
        }
        return node(root, null);
    }

    private Plan node(JsonNode node, @Nullable QualifiedName relationAbove) {
        String relationName = text(node, "Relation Name");
        QualifiedName relation =
                relationName == null ? null : names.relation(text(node, "Schema"), relationName);
        String indexName = text(node, "Index Name");
        List<Plan> children = new ArrayList<>();
        QualifiedName nearest = relation == null ? relationAbove : relation;
        node.path("Plans").forEach(child -> children.add(node(child, nearest)));
        return new Plan(
                node.path("Node Type").asString(),
                relation,
                indexName == null ? null : names.index(nearest, indexName),
                node.path("Startup Cost").asDouble(),
                node.path("Total Cost").asDouble(),
                node.path("Plan Rows").asDouble(),
                node.path("Plan Width").asInt(),
                details(node),
                children);
    }

    private static Map<String, String> details(JsonNode node) {
        Map<String, String> details = new LinkedHashMap<>();
        for (String property : SHAPE) {
            JsonNode value = node.path(property);
            if (!value.isMissingNode()) {
                details.put(property, value.isString() ? value.asString() : value.toString());
            }
        }
        return details;
    }

    private static @Nullable String text(JsonNode node, String property) {
        JsonNode value = node.path(property);
        return value.isMissingNode() ? null : value.asString();
    }
}
