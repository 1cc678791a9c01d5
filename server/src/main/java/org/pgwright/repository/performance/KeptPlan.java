package org.pgwright.repository.performance;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.ExecutedPlan.Relation;
import org.pgwright.postgres.ExecutedPlanJson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan as it is stored: without literals, and never longer than {@value #MOST_CHARACTERS}
 * characters, whatever the server or its log has said. What is too long is cut: expressions and
 * names first, then the last nodes.
 *
 * @param hash of the structure of the whole plan, in hexadecimal digits
 * @param json as EXPLAIN (FORMAT JSON) shows it
 * @param nodesLeftOut how many nodes are not in {@code json}
 * @param rowsExamined by the whole plan
 * @param indexes of the whole plan, in order; the first {@value #MOST_INDEXES}
 */
record KeptPlan(
        String hash, String json, int nodesLeftOut, long rowsExamined, List<String> indexes) {
    /** A plan that a person reads takes some thousand characters. */
    static final int MOST_CHARACTERS = 256 * 1024;

    static final int LONGEST_EXPRESSION = 2_000;

    /** The server's own names have at most 63 bytes. */
    static final int LONGEST_NAME = 200;

    static final int MOST_INDEXES = 1_000;

    KeptPlan {
        indexes = List.copyOf(indexes);
    }

    static KeptPlan of(ExecutedPlan plan) {
        ExecutedPlan masked = plan.masked();
        int nodes = count(masked);
        int kept = nodes;
        String json = ExecutedPlanJson.write(first(masked, kept));
        while (json.length() > MOST_CHARACTERS && kept > 1) {
            kept = kept / 2;
            json = ExecutedPlanJson.write(first(masked, kept));
        }
        return new KeptPlan(
                plan.structure(),
                json,
                nodes - kept,
                Math.round(plan.rowsExamined()),
                plan.indexes().stream()
                        .limit(MOST_INDEXES)
                        .map(name -> cut(name, LONGEST_NAME))
                        .toList());
    }

    private static int count(ExecutedPlan plan) {
        int[] nodes = {0};
        plan.visit(node -> nodes[0]++);
        return nodes[0];
    }

    /** The first nodes, parents before their children. */
    private static ExecutedPlan first(ExecutedPlan plan, int nodes) {
        int[] left = {nodes};
        return first(plan, left);
    }

    private static ExecutedPlan first(ExecutedPlan node, int[] left) {
        left[0]--;
        List<ExecutedPlan> children = new ArrayList<>();
        for (ExecutedPlan child : node.children()) {
            if (left[0] > 0) {
                children.add(first(child, left));
            }
        }
        Map<String, String> details = new LinkedHashMap<>();
        node.details().forEach((name, value) -> details.put(name, cut(value, LONGEST_EXPRESSION)));
        return new ExecutedPlan(
                cut(node.type(), LONGEST_NAME),
                relation(node.relation()),
                cutOrNull(node.index()),
                details,
                node.estimate(),
                node.actual(),
                node.removed(),
                node.buffers(),
                node.memory(),
                node.workers(),
                children);
    }

    private static @Nullable Relation relation(@Nullable Relation relation) {
        return relation == null
                ? null
                : new Relation(
                        cutOrNull(relation.schema()),
                        cut(relation.name(), LONGEST_NAME),
                        cutOrNull(relation.alias()));
    }

    private static @Nullable String cutOrNull(@Nullable String name) {
        return name == null ? null : cut(name, LONGEST_NAME);
    }

    /** Without what PostgreSQL's jsonb refuses: zero bytes and halves of surrogate pairs. */
    private static String cut(String text, int longest) {
        boolean isLong = text.length() > longest;
        StringBuilder cut = new StringBuilder();
        (isLong ? text.substring(0, longest) : text)
                .codePoints()
                .forEach(
                        c ->
                                cut.appendCodePoint(
                                        c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c));
        return isLong ? cut.append('…').toString() : cut.toString();
    }
}
