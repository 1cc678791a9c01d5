package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference.SortKey;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;

/** Notes the order and the groups that a level wants of its tables' rows. */
final class OrderReader {
    private final ServerCatalog catalog;
    private final Keys keys;

    OrderReader(ServerCatalog catalog, Keys keys) {
        this.catalog = catalog;
        this.keys = keys;
    }

    void read(Scope scope) {
        Node query = scope.query();
        for (Node clause : query.nodes("groupClause")) {
            group(scope, clause);
        }
        // DISTINCT ON keeps the first row of each group in an order, plain DISTINCT any.
        for (Node clause : query.nodes("distinctClause")) {
            group(scope, clause);
        }
        for (Node window : query.nodes("windowClause")) {
            List<Node> clauses = new ArrayList<>(window.nodes("partitionClause"));
            clauses.addAll(window.nodes("orderClause"));
            sort(scope, clauses);
        }
        if (query.nodes("windowClause").isEmpty()) {
            sort(scope, query.nodes("sortClause"));
        }
        if (!query.has("groupClause") && query.flag("hasAggs")) {
            query.nodes("targetList").forEach(entry -> extreme(scope, entry.node("expr")));
        }
    }

    private void group(Scope scope, Node clause) {
        for (Reach reach : columns(scope, clause)) {
            reach.mention().group(reach.name());
        }
    }

    /** Each table gets the leading keys that it supplies all by itself. */
    private void sort(Scope scope, List<Node> clauses) {
        if (clauses.isEmpty()) {
            return;
        }
        for (Reach first : columns(scope, clauses.getFirst())) {
            List<SortKey> keys = new ArrayList<>();
            for (Node clause : clauses) {
                @Nullable Reach own = of(first.mention(), columns(scope, clause));
                if (own == null) {
                    break;
                }
                boolean descending = catalog.operator(clause.number("sortop")).sortsDescending();
                keys.add(new SortKey(own.name(), descending, clause.flag("nulls_first")));
            }
            first.mention().sort(keys);
        }
    }

    private static @Nullable Reach of(Mention mention, List<Reach> reached) {
        for (Reach reach : reached) {
            if (reach.mention() == mention) {
                return reach;
            }
        }
        return null;
    }

    /** What a sort or group clause stands for that the planner can have in order from an index. */
    private List<Reach> columns(Scope scope, Node clause) {
        long label = clause.number("tleSortGroupRef");
        List<Reach> reached = new ArrayList<>();
        for (Node entry : scope.query().nodes("targetList")) {
            if (entry.number("ressortgroupref") == label) {
                for (TreeValue expression : expressions(scope, entry)) {
                    reached.addAll(keys.trace(expression, scope));
                }
            }
        }
        reached.removeIf(reach -> reach.level() != 0 || !reach.pullable());
        return reached;
    }

    private static List<TreeValue> expressions(Scope scope, Node entry) {
        Node operation = scope.query().node("setOperations");
        if (operation == null) {
            return List.of(entry.value("expr"));
        }
        return QueryForm.isUnionAll(operation) ? scope.outputs(entry.index("resno")) : List.of();
    }

    /** Min and max of one table read the first entry of an index ({@code planagg.c}). */
    private void extreme(Scope scope, @Nullable Node expression) {
        if (expression == null || scope.sources().size() != 1) {
            return;
        }
        if (!expression.is("AGGREF")) {
            expression.eachChild(child -> extreme(scope, child));
            return;
        }
        long sortOperator = catalog.function(expression.number("aggfnoid")).sortOperator();
        List<Node> arguments = expression.nodes("args");
        if (sortOperator == 0 || arguments.size() != 1 || expression.has("aggfilter")) {
            return;
        }
        boolean descending = catalog.operator(sortOperator).sortsDescending();
        for (Reach reach : keys.trace(arguments.getFirst().value("expr"), scope)) {
            if (reach.level() == 0 && reach.pullable()) {
                // Backwards or forwards, the scan then starts at the end without NULLs' help.
                reach.mention().extreme(new SortKey(reach.name(), descending, descending));
            }
        }
    }
}
