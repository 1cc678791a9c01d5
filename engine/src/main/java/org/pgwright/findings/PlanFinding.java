package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.planner.ExecutedPlan;

/**
 * Something in a plan that takes time and can be mended. Holds no literal of the statement.
 *
 * @param detail what the node does, with its figures, to be read after the node
 * @param remedy what to do about it
 * @param isEstimated whether the figures are the planner's, since the plan was not executed
 */
public record PlanFinding(Kind kind, Node node, String detail, String remedy, boolean isEstimated) {
    /**
     * Where it is.
     *
     * @param number in the plan from 1 on, parents first, as EXPLAIN prints them
     * @param relation null for a node that reads none
     * @param index null for a node that reads none
     */
    public record Node(
            int number,
            String type,
            ExecutedPlan.@Nullable Relation relation,
            @Nullable String index) {
        /** For people, such as {@code Seq Scan on orders (node 3)}. */
        public String shown() {
            String on = relation == null ? "" : " on " + Identifier.shown(relation.name());
            String by = index == null ? "" : " using " + Identifier.shown(index);
            return type + by + on + " (node " + number + ")";
        }
    }

    /** What may be wrong, in the order that findings are reported in. */
    public enum Kind {
        SEQUENTIAL_SCAN("sequential-scan"),
        USELESS_INDEX_SCAN("useless-index-scan"),
        NESTED_LOOP("nested-loop"),
        MISESTIMATE("misestimate"),
        STALE_STATISTICS("stale-statistics"),
        SORT_SPILL("sort-spill"),
        HASH_SPILL("hash-spill"),
        LOW_CACHE_HITS("low-cache-hits");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word for it in JSON and text. */
        public String label() {
            return label;
        }
    }

    /** Node and detail as one sentence. */
    public String sentence() {
        return node.shown() + " " + detail;
    }
}
