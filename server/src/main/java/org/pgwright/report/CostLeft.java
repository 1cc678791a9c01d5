package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.QueryCost;

import java.util.List;

/** What reports say of the cost that the recommended indexes leave. */
final class CostLeft {
    static final String TITLE = "What is left of the cost";

    static final String REASON =
            "No index that was tried makes these much cheaper; asking for fewer rows, or for less of"
                    + " them, may.";

    static final String CUT_SHORT =
            "The search was ended before it was through: with more time there may be better indexes.";

    private static final int MOST_QUERIES = 5;

    /** Of the cost that is left; below that, a statement is not worth a line. */
    private static final double TELLING_SHARE = 0.05;

    private CostLeft() {}

    /** The statements that most of it is made of, the costliest first. */
    static List<QueryCost> queries(Advice advice) {
        return advice.queries().stream()
                .filter(query -> total(query) >= TELLING_SHARE * advice.cost().after())
                .limit(MOST_QUERIES)
                .toList();
    }

    /** What all calls of a statement cost afterwards. */
    static double total(QueryCost query) {
        return query.calls() * query.costAfter();
    }

    /** Why there is nothing to recommend. */
    static String nothing(Advice advice) {
        return advice.limited()
                ? "No index is recommended: none that would help fits the budget."
                : "No index is recommended: none that was tried pays for itself.";
    }
}
