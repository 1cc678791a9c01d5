package org.pgwright.twin.analysis;

import java.util.List;

/** What an entry of a range table stands for. */
sealed interface Source {
    /** A table. */
    record Base(Mention mention) implements Source {}

    /** A join or the GROUP BY of 18: names for expressions of the same level. */
    record Alias(List<TreeValue> expressions) implements Source {
        public Alias {
            expressions = List.copyOf(expressions);
        }
    }

    /**
     * A query: subquery, view, common table expression.
     *
     * @param inlined whether the planner may treat it as a part of the query that uses it
     */
    record Derived(Scope scope, boolean inlined) implements Source {}

    /** Anything without rows of a table behind it, such as a function or VALUES. */
    record Opaque() implements Source {
        static final Opaque OPAQUE = new Opaque();
    }
}
