package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.List;

/** What the planner can do to a query that stands inside another one. */
final class QueryForm {
    /** {@code CmdType}: SELECT. */
    static final int SELECT = 1;

    /** {@code CmdType}: INSERT. */
    static final int INSERT = 3;

    /** {@code SetOperation}: EXCEPT. */
    private static final int EXCEPT = 3;

    /** {@code SetOperation}: UNION. */
    private static final int UNION = 1;

    private QueryForm() {}

    /** The entries that name the columns a query hands to the outside. */
    static List<Node> outputList(Node query) {
        return isSelect(query) ? query.nodes("targetList") : query.nodes("returningList");
    }

    static boolean isSelect(Node query) {
        return query.number("commandType") == SELECT;
    }

    /**
     * Whether a condition on an output column can be checked inside ({@code
     * subquery_is_pushdown_safe} in PostgreSQL's {@code allpaths.c}).
     */
    static boolean isPushable(Node query, int column) {
        if (!isSelect(query) || query.has("limitCount") || query.has("limitOffset")) {
            return false;
        }
        Node operation = query.node("setOperations");
        if (operation != null) {
            return !hasExcept(operation);
        }
        long label = label(query, column);
        boolean grouped = query.has("groupClause") || query.flag("hasAggs");
        return !query.has("groupingSets")
                && (!grouped || names(query.nodes("groupClause"), label))
                && (!query.flag("hasDistinctOn") || names(query.nodes("distinctClause"), label))
                && query.nodes("windowClause").stream()
                        .allMatch(window -> names(window.nodes("partitionClause"), label));
    }

    /**
     * Whether its tables become tables of the query around it ({@code is_simple_subquery} in
     * PostgreSQL's {@code prepjointree.c}), or the arms of a UNION ALL do.
     */
    static boolean isPullable(Node query) {
        Node operation = query.node("setOperations");
        return isSelect(query)
                && (operation == null || isUnionAll(operation))
                && !isAggregated(query)
                && !query.flag("hasWindowFuncs")
                && !query.flag("hasTargetSRFs")
                && !query.has("sortClause")
                && !query.has("distinctClause")
                && !query.has("limitCount")
                && !query.has("limitOffset")
                && !query.has("rowMarks");
    }

    /** Whether its rows are groups, or one row for all. */
    static boolean isAggregated(Node query) {
        return query.flag("hasAggs")
                || query.has("groupClause")
                || query.has("groupingSets")
                || query.has("havingQual");
    }

    static boolean isUnionAll(Node operation) {
        if (!operation.is("SETOPERATIONSTMT")) {
            return true;
        }
        return operation.number("op") == UNION
                && operation.flag("all")
                && arms(operation).stream().allMatch(QueryForm::isUnionAll);
    }

    private static boolean hasExcept(Node operation) {
        return operation.is("SETOPERATIONSTMT")
                && (operation.number("op") == EXCEPT
                        || arms(operation).stream().anyMatch(QueryForm::hasExcept));
    }

    private static List<Node> arms(Node operation) {
        Node left = operation.node("larg");
        Node right = operation.node("rarg");
        if (left == null || right == null) {
            throw new TreeFormatException("a set operation lacks an arm");
        }
        return List.of(left, right);
    }

    /** Adds the range table entries of all arms, from left to right. */
    static void collectArms(Node operation, List<Integer> into) {
        if (operation.is("RANGETBLREF")) {
            into.add(operation.index("rtindex"));
        } else {
            arms(operation).forEach(arm -> collectArms(arm, into));
        }
    }

    /** The label by which clauses refer to an output column, 0 for none. */
    private static long label(Node query, int column) {
        return query.nodes("targetList").stream()
                .filter(entry -> entry.index("resno") == column)
                .mapToLong(entry -> entry.number("ressortgroupref"))
                .findFirst()
                .orElse(0);
    }

    private static boolean names(List<Node> clauses, long label) {
        return label != 0
                && clauses.stream().anyMatch(clause -> clause.number("tleSortGroupRef") == label);
    }
}
