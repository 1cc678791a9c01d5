package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.Source.Alias;
import org.pgwright.twin.analysis.Source.Base;
import org.pgwright.twin.analysis.Source.Derived;
import org.pgwright.twin.analysis.Source.Opaque;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;

/**
 * Notes which columns of its tables a statement reads. What a subquery or view offers counts only
 * where the level around it asks for it, as the planner leaves out the rest.
 */
final class OutputReader {
    /** {@code SubLinkType}: EXISTS asks for no column. */
    private static final int EXISTS = 0;

    /** The clauses that are read whatever the level around asks for. */
    private static final List<String> CLAUSES =
            List.of(
                    "mergeJoinCondition",
                    "mergeActionList",
                    "onConflict",
                    "havingQual",
                    "limitOffset",
                    "limitCount",
                    "windowClause");

    private final ShapeReader levels;
    private final ParameterReader parameters;

    OutputReader(ShapeReader levels, ParameterReader parameters) {
        this.levels = levels;
        this.parameters = parameters;
    }

    /** Notes what a level reads for itself. */
    void read(Scope scope) {
        Node query = scope.query();
        parameters.readClauses(scope);
        readAll(query.value("jointree"), scope);
        CLAUSES.forEach(clause -> readAll(query.value(clause), scope));
        for (Node entry : query.nodes("rtable")) {
            readAll(entry.value("functions"), scope);
            readAll(entry.value("tablefunc"), scope);
            readAll(entry.value("values_lists"), scope);
            readAll(entry.value("tablesample"), scope);
        }
        boolean selects = QueryForm.isSelect(query);
        for (Node entry : query.nodes("targetList")) {
            boolean asked =
                    !selects
                            || query.has("distinctClause")
                            || entry.number("ressortgroupref") != 0
                            || entry.flag("resjunk");
            if (asked) {
                readAll(entry.value("expr"), scope);
            }
        }
        Node operation = query.node("setOperations");
        if (operation != null && !QueryForm.isUnionAll(operation)) {
            demandAll(scope);
        }
    }

    /** Notes that all of a level's output columns are asked for. */
    void demandAll(Scope scope) {
        for (Node entry : QueryForm.outputList(scope.query())) {
            demand(scope, entry.index("resno"));
        }
    }

    private void demand(Scope scope, int column) {
        if (!scope.demand(column)) {
            return;
        }
        Node operation = scope.query().node("setOperations");
        if (operation != null) {
            List<Integer> arms = new ArrayList<>();
            QueryForm.collectArms(operation, arms);
            arms.forEach(arm -> readAll(Scope.variable(arm, column), scope));
        }
        for (Node entry : QueryForm.outputList(scope.query())) {
            if (entry.index("resno") == column) {
                readAll(entry.value("expr"), scope);
            }
        }
    }

    /** Notes what an expression reads that no query holds. */
    void readExpression(TreeValue expression, Scope scope) {
        readAll(expression, scope);
    }

    private void readAll(TreeValue value, Scope scope) {
        switch (value) {
            case Node node -> readNode(node, scope);
            case TreeValue.Items items -> items.values().forEach(item -> readAll(item, scope));
            case TreeValue.Absent absent -> {}
            case TreeValue.Token token -> {}
            case TreeValue.Text text -> {}
            case TreeValue.Datum datum -> {}
            case TreeValue.Numbers numbers -> {}
        }
    }

    private void readNode(Node node, Scope scope) {
        parameters.readComparison(node, scope);
        switch (node.tag()) {
            case "VAR" -> readColumn(node, scope);
            case "SUBLINK" -> {
                readAll(node.value("testexpr"), scope);
                Scope inner = levels.sublink(scope, node, false);
                if (node.number("subLinkType") != EXISTS) {
                    demandAll(inner);
                }
            }
            default -> node.eachChild(child -> readNode(child, scope));
        }
    }

    private void readColumn(Node variable, Scope scope) {
        Scope home = scope.up(variable.number("varlevelsup"));
        int column = variable.index("varattno");
        switch (home.source(variable.index("varno"))) {
            case Base base -> base.mention().read(column);
            case Alias alias -> readAlias(alias, column, home);
            case Derived derived when column == 0 -> demandAll(derived.scope());
            case Derived derived -> demand(derived.scope(), column);
            case Opaque opaque -> {}
        }
    }

    private void readAlias(Alias alias, int column, Scope home) {
        if (column == 0) {
            alias.expressions().forEach(expression -> readAll(expression, home));
        } else if (column > 0 && column <= alias.expressions().size()) {
            readAll(alias.expressions().get(column - 1), home);
        }
    }
}
