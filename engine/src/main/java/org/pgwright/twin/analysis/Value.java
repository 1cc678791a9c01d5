package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an expression depends on, seen from the level that it stands in.
 *
 * @param own the columns of its own level
 * @param outer the columns of levels around it
 * @param parameters the numbers of its parameters
 * @param isVolatile whether it calls a function that gives something else for every row
 */
record Value(
        TreeValue expression,
        List<Node> own,
        List<Node> outer,
        SortedSet<Integer> parameters,
        boolean isVolatile) {
    /** The fields that name the function that a node calls. */
    private static final List<String> FUNCTION_FIELDS = List.of("funcid", "opfuncid");

    /** {@code ParamKind}: a parameter of the statement. */
    private static final int EXTERNAL = 0;

    static Value of(TreeValue expression, ServerCatalog catalog) {
        Collector collector = new Collector(catalog);
        if (expression instanceof Node node) {
            collector.visit(node, 0);
        }
        return new Value(
                expression,
                collector.own,
                collector.outer,
                collector.parameters,
                collector.isVolatile);
    }

    /** Whether it is known before the level's tables are read. */
    boolean isKnown() {
        return own.isEmpty() && !isVolatile;
    }

    /** Its parameter where it has exactly one. */
    @Nullable Integer parameter() {
        return parameters.size() == 1 ? parameters.first() : null;
    }

    /** Walks an expression and the queries in it. */
    private static final class Collector {
        private final ServerCatalog catalog;
        private final List<Node> own = new ArrayList<>();
        private final List<Node> outer = new ArrayList<>();
        private final SortedSet<Integer> parameters = new TreeSet<>();
        private boolean isVolatile;

        Collector(ServerCatalog catalog) {
            this.catalog = catalog;
        }

        private void visit(Node node, int depth) {
            int level = node.is("QUERY") ? depth + 1 : depth;
            if (node.is("VAR")) {
                column(node, node.index("varlevelsup") - level);
            } else if (node.is("PARAM") && node.number("paramkind") == EXTERNAL) {
                parameters.add(node.index("paramid"));
            }
            for (String field : FUNCTION_FIELDS) {
                long function = node.number(field);
                isVolatile |= function != 0 && catalog.function(function).isVolatile();
            }
            node.eachChild(child -> visit(child, level));
        }

        private void column(Node variable, int level) {
            if (level == 0) {
                own.add(variable);
            } else if (level > 0) {
                outer.add(variable);
            }
        }
    }
}
