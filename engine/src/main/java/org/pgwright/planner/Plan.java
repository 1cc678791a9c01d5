package org.pgwright.planner;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A plan as EXPLAIN gave it (manual, section 14.1).
 *
 * @param type such as {@code Index Scan}
 * @param relation the table that a scan reads
 * @param index the index that it reads it by
 * @param startupCost in units of {@code seq_page_cost}
 * @param totalCost in units of {@code seq_page_cost}
 * @param rows estimated
 * @param width of a row in bytes, estimated
 * @param details whatever else describes the node's shape: conditions, sort keys, join type
 */
public record Plan(
        String type,
        @Nullable QualifiedName relation,
        @Nullable IndexName index,
        double startupCost,
        double totalCost,
        double rows,
        int width,
        Map<String, String> details,
        List<Plan> children) {
    public Plan {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        children = List.copyOf(children);
    }

    /** An index in a plan. */
    public sealed interface IndexName {
        record Existing(QualifiedName name) implements IndexName {}

        record Hypothetical(int id) implements IndexName {}
    }

    /** The ids of the hypothetical indexes that the plan uses, each once. */
    public List<Integer> hypotheticalIndexes() {
        List<Integer> ids = new ArrayList<>();
        visit(
                node -> {
                    if (node.index instanceof IndexName.Hypothetical used
                            && !ids.contains(used.id())) {
                        ids.add(used.id());
                    }
                });
        return ids;
    }

    /** Calls the visitor with this node and all below it, parents first. */
    public void visit(Consumer<Plan> visitor) {
        visitor.accept(this);
        children.forEach(child -> child.visit(visitor));
    }

    /** The plan without its numbers: equal for plans of the same shape. */
    public String shape() {
        StringBuilder shape = new StringBuilder();
        appendShape(shape);
        return shape.toString();
    }

    private void appendShape(StringBuilder shape) {
        shape.append(type);
        if (relation != null) {
            shape.append(' ').append(relation);
        }
        if (index != null) {
            shape.append(' ').append(index);
        }
        shape.append(' ').append(new TreeMap<>(details)).append('(');
        children.forEach(child -> child.appendShape(shape));
        shape.append(')');
    }
}
