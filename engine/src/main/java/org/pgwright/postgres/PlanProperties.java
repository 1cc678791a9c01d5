package org.pgwright.postgres;

import java.util.List;

/** EXPLAIN's names for what makes up a node of an executed plan, the same in all its formats. */
final class PlanProperties {
    static final String RELATION = "Relation Name";
    static final String SCHEMA = "Schema";
    static final String ALIAS = "Alias";
    static final String INDEX = "Index Name";
    static final String JOIN_TYPE = "Join Type";
    static final String STRATEGY = "Strategy";
    static final String PARTIAL_MODE = "Partial Mode";
    static final String COMMAND = "Command";
    static final String OPERATION = "Operation";
    static final String DIRECTION = "Scan Direction";
    static final String PARALLEL = "Parallel Aware";
    static final String ASYNC = "Async Capable";
    static final String SUBPLAN = "Subplan Name";
    static final String PROVIDER = "Custom Plan Provider";

    /** Expressions, and lists of them. */
    static final List<String> EXPRESSIONS =
            List.of(
                    "Sort Key",
                    "Presorted Key",
                    "Group Key",
                    "Order By",
                    "Index Cond",
                    "Recheck Cond",
                    "Hash Cond",
                    "Merge Cond",
                    "TID Cond",
                    "Join Filter",
                    "Filter",
                    "One-Time Filter",
                    "Run Condition",
                    "Cache Key");

    /** A plan of more nodes is none that a person wrote a statement for. */
    static final int MOST_NODES = 10_000;

    /** Each level is a call of ours. */
    static final int MOST_LEVELS = 400;

    /** Of a text: so many nodes have some hundred each. */
    static final int MOST_CHARACTERS = 16 << 20;

    private PlanProperties() {}

    static void checkLength(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a plan of more than " + MOST_CHARACTERS + " characters");
        }
    }

    static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("a plan of more than " + MOST_NODES + " nodes");
    }

    static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException("a plan of more than " + MOST_LEVELS + " levels");
    }
}
