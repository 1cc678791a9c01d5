package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.ParameterUse.Argument;
import org.pgwright.twin.analysis.ParameterUse.Compared;
import org.pgwright.twin.analysis.ParameterUse.Form;
import org.pgwright.twin.analysis.ParameterUse.Limit;
import org.pgwright.twin.analysis.ParameterUse.Offset;
import org.pgwright.twin.analysis.ParameterUse.Stored;
import org.pgwright.twin.analysis.Source.Base;
import org.pgwright.twin.analysis.TreeValue.Items;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;

/** Notes what a statement's parameters are for. */
final class ParameterReader {
    /** {@code CmdType}. */
    private static final int UPDATE = 2;

    private final ServerCatalog catalog;
    private final Values values;
    private final Keys keys;
    private final List<ParameterUse> uses = new ArrayList<>();

    ParameterReader(ServerCatalog catalog, Values values, Keys keys) {
        this.catalog = catalog;
        this.values = values;
        this.keys = keys;
    }

    List<ParameterUse> uses() {
        return uses;
    }

    /** Notes what a level's clauses use parameters for. */
    void readClauses(Scope scope) {
        Node query = scope.query();
        int limit = parameter(query.value("limitCount"));
        if (limit > 0) {
            uses.add(new Limit(limit));
        }
        int offset = parameter(query.value("limitOffset"));
        if (offset > 0) {
            uses.add(new Offset(offset));
        }
        long command = query.number("commandType");
        if ((command == QueryForm.INSERT || command == UPDATE)
                && scope.source(query.index("resultRelation")) instanceof Base target) {
            Relation relation = target.mention().relation();
            query.nodes("targetList").forEach(entry -> readStored(entry, relation, query));
            Node conflict = query.node("onConflict");
            if (conflict != null) {
                conflict.nodes("onConflictSet")
                        .forEach(entry -> readStored(entry, relation, query));
            }
        }
    }

    private void readStored(Node entry, Relation relation, Node query) {
        Relation.Column column = relation.columns().get(entry.index("resno"));
        if (column == null) {
            return;
        }
        TreeValue value = bare(entry.value("expr"));
        store(value, relation, column);
        if (value instanceof Node node && node.is("VAR") && node.number("varlevelsup") == 0) {
            List<Node> table = query.nodes("rtable");
            int index = node.index("varno");
            if (index >= 1 && index <= table.size()) {
                for (TreeValue row : table.get(index - 1).items("values_lists")) {
                    storeRow(row, node.index("varattno"), relation, column);
                }
            }
        }
    }

    private void storeRow(TreeValue row, int place, Relation relation, Relation.Column column) {
        if (row instanceof Items items && place >= 1 && place <= items.values().size()) {
            store(items.values().get(place - 1), relation, column);
        }
    }

    private void store(TreeValue value, Relation relation, Relation.Column column) {
        int slot = parameter(value);
        if (slot > 0) {
            uses.add(new Stored(slot, relation, column));
        }
    }

    /** Notes what a comparison uses parameters for; any other node is passed over. */
    void readComparison(Node node, Scope scope) {
        List<TreeValue> sides = node.items("args");
        if (node.is("OPEXPR") && sides.size() == 2) {
            compare(sides.get(0), node.number("opno"), sides.get(1), scope);
        } else if (node.is("SCALARARRAYOPEXPR") && sides.size() == 2) {
            compareList(sides.get(0), node.number("opno"), sides.get(1), scope);
        } else if (node.is("FUNCEXPR")) {
            readArguments(node);
        } else if (node.is("ROWCOMPAREEXPR")) {
            List<TreeValue> left = node.items("largs");
            List<TreeValue> right = node.items("rargs");
            List<Long> operators = node.numbers("opnos");
            int columns = Math.min(Math.min(left.size(), right.size()), operators.size());
            for (int i = 0; i < columns; i++) {
                compare(left.get(i), operators.get(i), right.get(i), scope);
            }
        }
    }

    private void readArguments(Node call) {
        List<TreeValue> arguments = call.items("args");
        for (int i = 0; i < arguments.size(); i++) {
            int slot = parameter(arguments.get(i));
            if (slot > 0) {
                String function = catalog.function(call.number("funcid")).name();
                String value = FunctionArguments.usual(function, i, arguments.size());
                if (value != null) {
                    uses.add(new Argument(slot, value));
                }
            }
        }
    }

    private void compare(TreeValue left, long operator, TreeValue right, Scope scope) {
        OperatorFacts facts = catalog.operator(operator);
        note(left, facts, right, scope);
        boolean commutes = facts.commutator() != 0;
        note(right, commutes ? catalog.operator(facts.commutator()) : facts, left, scope);
    }

    /**
     * What a value is compared with.
     *
     * @param column that it is, or the first that it is made of
     * @param bare whether it is the column
     * @param expression that it is where it is no column but could be a key
     */
    private record Side(Reach column, boolean bare, Relation.@Nullable Column expression) {}

    private void note(TreeValue expression, OperatorFacts operator, TreeValue value, Scope scope) {
        @Nullable Side side = side(expression, scope);
        if (side == null) {
            return;
        }
        int direct = parameter(value);
        if (direct > 0) {
            add(direct, side, operator, Form.DIRECT, 0, scope);
            return;
        }
        for (int slot : values.of(value).parameters()) {
            add(slot, side, operator, Form.EXPRESSION, 0, scope);
        }
    }

    private void compareList(TreeValue left, long operator, TreeValue right, Scope scope) {
        OperatorFacts facts = catalog.operator(operator);
        @Nullable Side side = side(left, scope);
        if (side == null) {
            note(right, facts, left, scope);
            return;
        }
        int whole = parameter(right);
        if (whole > 0) {
            add(whole, side, facts, Form.ARRAY, 0, scope);
        } else if (bare(right) instanceof Node list && list.is("ARRAYEXPR")) {
            List<TreeValue> elements = list.items("elements");
            for (int i = 0; i < elements.size(); i++) {
                int slot = parameter(elements.get(i));
                if (slot > 0) {
                    add(slot, side, facts, Form.ELEMENT, i, scope);
                }
            }
        }
    }

    private void add(
            int slot, Side side, OperatorFacts operator, Form form, int element, Scope scope) {
        Reach column = side.column();
        boolean paged = scope.query().has("limitCount") && isSorted(column, scope);
        uses.add(
                new Compared(
                        slot,
                        column.mention(),
                        column.facts(),
                        side.bare(),
                        side.expression(),
                        operator,
                        form,
                        element,
                        paged));
    }

    private static boolean isSorted(Reach column, Scope scope) {
        for (Node clause : scope.query().nodes("sortClause")) {
            long label = clause.number("tleSortGroupRef");
            boolean found =
                    scope.query().nodes("targetList").stream()
                            .filter(entry -> entry.number("ressortgroupref") == label)
                            .flatMap(entry -> scope.trace(entry.value("expr")).stream())
                            .anyMatch(
                                    sorted ->
                                            sorted.mention() == column.mention()
                                                    && sorted.facts().equals(column.facts()));
            if (found) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Side side(TreeValue expression, Scope scope) {
        for (Reach column : scope.trace(expression)) {
            return new Side(column, true, null);
        }
        @Nullable Reach within = columnIn(expression, scope);
        for (Reach key : keys.trace(expression, scope)) {
            return new Side(within == null ? key : within, false, key.facts());
        }
        return within == null ? null : new Side(within, false, null);
    }

    /** The first column that an expression is made of. */
    private @Nullable Reach columnIn(TreeValue expression, Scope scope) {
        Value value = values.of(expression);
        List<Node> variables = new ArrayList<>(value.own());
        variables.addAll(value.outer());
        for (Node variable : variables) {
            for (Reach reach : scope.trace(variable)) {
                return reach;
            }
        }
        return null;
    }

    /** The slot of the parameter that a value is, casts aside; 0 for any other value. */
    private static int parameter(TreeValue value) {
        return bare(value) instanceof Node node
                        && node.is("PARAM")
                        && node.number("paramkind") == Values.EXTERNAL
                ? node.index("paramid")
                : 0;
    }

    /** The value without the casts around it. */
    private static TreeValue bare(TreeValue value) {
        TreeValue inner = value;
        while (inner instanceof Node node) {
            boolean casts =
                    switch (node.tag()) {
                        case "RELABELTYPE", "COERCEVIAIO", "COERCETODOMAIN", "ARRAYCOERCEEXPR" ->
                                true;
                        default -> false;
                    };
            // CoercionForm: 1 an explicit cast, 2 an implicit one.
            boolean called = node.is("FUNCEXPR") && node.number("funcformat") > 0;
            boolean one = called && !node.items("args").isEmpty() && node.number("funcformat") < 3;
            if (casts) {
                inner = node.value("arg");
            } else if (one) {
                inner = node.items("args").getFirst();
            } else {
                return inner;
            }
        }
        return inner;
    }
}
