package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds out what the expressions of one statement depend on. */
final class Values {
    /** {@code ParamKind}: a parameter of the statement. */
    static final int EXTERNAL = 0;

    /** The fields that name the function that a node calls. */
    private static final List<String> FUNCTION_FIELDS = List.of("funcid", "opfuncid");

    /** So many nodes are looked at, which bounds the time that a contrived statement takes. */
    private static final long MAX_VISITS = 20_000_000;

    private final ServerCatalog catalog;
    private long visits;

    Values(ServerCatalog catalog) {
        this.catalog = catalog;
    }

    /** What an expression depends on, the queries in it included. */
    Value of(TreeValue expression) {
        Collector collector = new Collector();
        if (expression instanceof Node node) {
            collector.visit(node, 0);
        }
        return new Value(
                expression,
                collector.own,
                collector.outer,
                collector.parameters,
                collector.isVolatile,
                collector.isStable,
                collector.isMoment,
                collector.isNested);
    }

    private final class Collector {
        private final List<Node> own = new ArrayList<>();
        private final List<Node> outer = new ArrayList<>();
        private final SortedSet<Integer> parameters = new TreeSet<>();
        private boolean isVolatile;
        private boolean isStable;
        private boolean isMoment;
        private boolean isNested;

        private void visit(Node node, int depth) {
            if (++visits > MAX_VISITS) {
                throw new RejectedStatement("its expressions are too large");
            }
            int level = node.is("QUERY") ? depth + 1 : depth;
            if (node.is("VAR")) {
                column(node, node.index("varlevelsup") - level);
            } else if (node.is("PARAM") && node.number("paramkind") == EXTERNAL) {
                parameters.add(node.index("paramid"));
            }
            for (String field : FUNCTION_FIELDS) {
                long function = node.number(field);
                if (function != 0) {
                    isVolatile |= catalog.function(function).isVolatile();
                    isStable |= catalog.function(function).isStable();
                    isMoment |= Moments.tells(catalog.function(function));
                }
            }
            isStable |= node.is("SQLVALUEFUNCTION") || isReadDifferently(node);
            isMoment |= Moments.word(node) != null;
            node.eachChild(child -> visit(child, level));
        }

        /** Whether it is a cast by way of a text that settings have a say in. */
        private boolean isReadDifferently(Node node) {
            Node argument = node.node("arg");
            if (!node.is("COERCEVIAIO") || argument == null) {
                return false;
            }
            long from = ExpressionType.of(argument);
            return (from != 0 && !catalog.types().form(from).immutableOutput())
                    || !catalog.types().form(node.number("resulttype")).immutableInput();
        }

        private void column(Node variable, int level) {
            if (level == 0) {
                isNested |= variable.number("varlevelsup") > 0;
                own.add(seenFrom(variable, level));
            } else if (level > 0) {
                outer.add(seenFrom(variable, level));
            }
        }

        /** The column as the expression's own level would write it. */
        private static Node seenFrom(Node variable, int level) {
            return Scope.variable(variable.index("varno"), variable.index("varattno"), level);
        }
    }
}
