package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.Source.Alias;
import org.pgwright.twin.analysis.Source.Base;
import org.pgwright.twin.analysis.Source.Derived;
import org.pgwright.twin.analysis.Source.Opaque;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.twin.analysis.TreeValue.Token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One level of a statement: a query, what it reads from, and the level around it. */
final class Scope {
    /** {@code pg_type} oids. */
    private static final long TEXT = 25;

    private static final long CHAR = 1042;
    private static final long VARCHAR = 1043;

    /** {@code CoercionForm}: no cast was written. */
    private static final int IMPLICIT = 2;

    private final Node query;
    private final @Nullable Scope outer;
    private final boolean semiJoined;
    private final boolean recursive;
    private final Map<Integer, Source> sources = new HashMap<>();
    private final IdentityHashMap<Node, Scope> sublinks = new IdentityHashMap<>();
    private final Map<String, Scope> tableExpressions = new HashMap<>();
    private final Set<Integer> demanded = new HashSet<>();
    private final Set<Integer> nullable = new HashSet<>();

    /**
     * @param semiJoined whether it stands in EXISTS or IN, where the planner makes it a join
     * @param recursive whether it is a common table expression that refers to itself
     */
    Scope(Node query, @Nullable Scope outer, boolean semiJoined, boolean recursive) {
        this.query = query;
        this.outer = outer;
        this.semiJoined = semiJoined;
        this.recursive = recursive;
    }

    Node query() {
        return query;
    }

    boolean isSemiJoined() {
        return semiJoined;
    }

    Map<Integer, Source> sources() {
        return sources;
    }

    IdentityHashMap<Node, Scope> sublinks() {
        return sublinks;
    }

    Map<String, Scope> tableExpressions() {
        return tableExpressions;
    }

    /** Range table entries that an outer join may fill with NULLs. */
    Set<Integer> nullable() {
        return nullable;
    }

    /** Whether an output column is asked for the first time. */
    boolean demand(int column) {
        return demanded.add(column);
    }

    Scope up(long levels) {
        Scope scope = this;
        for (long i = 0; i < levels; i++) {
            if (scope.outer == null) {
                throw new TreeFormatException("the tree refers to a level that it does not have");
            }
            scope = scope.outer;
        }
        return scope;
    }

    /** The outermost level. */
    Scope root() {
        Scope scope = this;
        while (scope.outer != null) {
            scope = scope.outer;
        }
        return scope;
    }

    Source source(int index) {
        return sources.getOrDefault(index, Opaque.OPAQUE);
    }

    /** The columns of tables that an expression is, with nothing done to them. */
    List<Reach> trace(TreeValue expression) {
        return trace(expression, (node, scope) -> List.of());
    }

    /** What an expression is where it is no column. */
    @FunctionalInterface
    interface Otherwise {
        List<Reach> trace(Node expression, Scope scope);
    }

    /** The columns of tables that an expression is, or else what another says that it is. */
    List<Reach> trace(TreeValue expression, Otherwise otherwise) {
        if (!(expression instanceof Node node)) {
            return List.of();
        }
        return switch (node.tag()) {
            case "RELABELTYPE" ->
                    keepsFamily(node)
                            ? trace(node.value("arg"), otherwise)
                            : otherwise.trace(node, this);
            case "COLLATEEXPR" -> trace(node.value("arg"), otherwise);
            case "VAR" -> traceColumn(node, otherwise);
            default -> otherwise.trace(node, this);
        };
    }

    /**
     * Whether an index of the column's usual operator class still answers for it as another type:
     * varchar is indexed as text, but neither as char(n), nor a number as another kind of number.
     */
    private static boolean keepsFamily(Node relabeled) {
        long type = relabeled.number("resulttype");
        Node inner = relabeled.node("arg");
        long from = inner == null ? 0 : ExpressionType.of(inner);
        boolean text = from == TEXT || from == VARCHAR;
        boolean implicit = relabeled.number("relabelformat") == IMPLICIT;
        return type == TEXT || (implicit && !(text && type == CHAR));
    }

    private List<Reach> traceColumn(Node variable, Otherwise otherwise) {
        int levels = variable.index("varlevelsup");
        int column = variable.index("varattno");
        List<Reach> reached = up(levels).traceOwn(variable.index("varno"), column, otherwise);
        return reached.stream().map(reach -> reach.up(levels)).toList();
    }

    private List<Reach> traceOwn(int index, int column, Otherwise otherwise) {
        if (column <= 0) {
            return List.of();
        }
        return switch (source(index)) {
            case Base base when base.mention().relation().columns().containsKey(column) ->
                    List.of(
                            new Reach(
                                    base.mention(),
                                    base.mention().column(column),
                                    index,
                                    0,
                                    true,
                                    true));
            case Base base -> List.of();
            case Alias alias when column <= alias.expressions().size() ->
                    trace(alias.expressions().get(column - 1), otherwise);
            case Alias alias -> List.of();
            case Derived derived -> traceInto(derived, index, column, otherwise);
            case Opaque opaque -> List.of();
        };
    }

    private static List<Reach> traceInto(
            Derived derived, int index, int column, Otherwise otherwise) {
        Scope inner = derived.scope();
        boolean pushable = derived.inlined() && QueryForm.isPushable(inner.query, column);
        boolean pullable = derived.inlined() && QueryForm.isPullable(inner.query);
        List<Reach> reached = new ArrayList<>();
        for (TreeValue expression : inner.outputs(column)) {
            for (Reach reach : inner.trace(expression, otherwise)) {
                if (reach.level() == 0) {
                    reached.add(reach.through(index, pushable, pullable));
                }
            }
        }
        return reached;
    }

    /**
     * The expressions of this level that supply an output column: one, or one for each arm of a
     * UNION; of a recursive one only the arms that do not refer to itself.
     */
    List<TreeValue> outputs(int column) {
        Node operation = query.node("setOperations");
        if (operation != null) {
            List<Integer> arms = new ArrayList<>();
            Node first = recursive ? operation.node("larg") : operation;
            QueryForm.collectArms(first == null ? operation : first, arms);
            return arms.stream().<TreeValue>map(arm -> variable(arm, column)).toList();
        }
        for (Node entry : QueryForm.outputList(query)) {
            if (entry.index("resno") == column && !entry.flag("resjunk")) {
                return List.of(entry.value("expr"));
            }
        }
        return List.of();
    }

    /** A column of this level, as an expression. */
    static Node variable(int index, int column) {
        return variable(index, column, 0);
    }

    /** A column of a level around this one, as an expression. */
    static Node variable(int index, int column, int level) {
        return new Node(
                "VAR",
                Map.of(
                        "varno", new Token(Integer.toString(index)),
                        "varattno", new Token(Integer.toString(column)),
                        "varlevelsup", new Token(Integer.toString(level))));
    }
}
