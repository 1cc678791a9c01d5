package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.twin.analysis.Source.Alias;
import org.pgwright.twin.analysis.Source.Base;
import org.pgwright.twin.analysis.Source.Derived;
import org.pgwright.twin.analysis.Source.Opaque;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes an immutable expression over the columns of one mention as SQL, so that the server reads
 * the same expression from it, or tells people of a stable one ({@code utils/adt/ruleutils.c} is
 * the model).
 *
 * <p>Columns stand by their names alone, everything else outside {@code pg_catalog} is qualified.
 * Casts are all written out, which leaves the server no choice of functions and operators. There is
 * no text for what is not known exactly: constants of unusual types, parameters, queries, functions
 * that are not immutable, columns of other mentions.
 */
final class ExpressionText {
    /** Longer ones are of no use to a person, nor in an index. */
    private static final int MAX_CHARACTERS = 1_000;

    /** Stands for a value in texts for people. */
    private static final String ANY_VALUE = "…";

    /** {@code BoolTestType}, in its order. */
    private static final List<String> TRUTHS =
            List.of(
                    "IS TRUE",
                    "IS NOT TRUE",
                    "IS FALSE",
                    "IS NOT FALSE",
                    "IS UNKNOWN",
                    "IS NOT UNKNOWN");

    private final ServerCatalog catalog;
    private final ConstantText constants;
    private final CallText calls;
    private final Mention mention;
    private final Exactness exactness;
    private final SortedSet<Integer> columns = new TreeSet<>();
    private final Set<Integer> entries = new LinkedHashSet<>();
    private boolean pushable = true;
    private boolean pullable = true;
    private boolean strict = true;
    private boolean filled;
    private boolean builtIn = true;

    private ExpressionText(
            ServerCatalog catalog, ConstantText constants, Mention mention, Exactness exactness) {
        this.catalog = catalog;
        this.constants = constants;
        this.mention = mention;
        this.exactness = exactness;
        this.calls = new CallText(catalog, constants, this);
    }

    /** Null if the expression has no such text, or no column in it. */
    static @Nullable Written of(
            TreeValue expression,
            Scope scope,
            Mention mention,
            ServerCatalog catalog,
            ConstantText constants,
            Exactness exactness) {
        ExpressionText text = new ExpressionText(catalog, constants, mention, exactness);
        @Nullable String sql = text.attempt(expression, scope);
        return sql != null && text.entries.size() == 1 ? text.written(sql) : null;
    }

    private @Nullable String attempt(TreeValue expression, Scope scope) {
        try {
            return write(expression, scope);
        } catch (NoText unknown) {
            return null;
        }
    }

    private Written written(String sql) {
        int entry = entries.iterator().next();
        return new Written(sql, columns, entry, pushable, pullable, strict, filled, builtIn);
    }

    /**
     * @throws NoText if there is none
     */
    String write(TreeValue value, Scope scope) {
        if (!(value instanceof Node node)) {
            throw new NoText();
        }
        return limited(writeNode(node, scope));
    }

    private static String limited(String sql) {
        if (sql.length() > MAX_CHARACTERS) {
            throw new NoText();
        }
        return sql;
    }

    /** Whether functions may be stable, too. */
    boolean allowsStable() {
        return exactness != Exactness.IMMUTABLE;
    }

    /** The expression may have a value though a column has none. */
    void isLenient() {
        strict = false;
    }

    /** Something in it runs code that is not PostgreSQL's own, with whoever's rights compute it. */
    void isForeign() {
        builtIn = false;
    }

    private String writeNode(Node node, Scope scope) {
        builtIn &= catalog.types().isBuiltIn(ExpressionType.of(node));
        return switch (node.tag()) {
            case "VAR" -> column(node, scope);
            case "CONST" -> constant(node);
            case "PARAM" -> parameter(node);
            case "SQLVALUEFUNCTION" -> moment(node);
            case "RELABELTYPE" -> calls.cast(node, scope);
            case "COERCETODOMAIN" -> {
                // The domain's constraints may call anything.
                isForeign();
                yield calls.cast(node, scope);
            }
            case "COERCEVIAIO" -> calls.castThroughText(node, scope);
            case "ARRAYCOERCEEXPR" -> calls.castElements(node, scope);
            case "FUNCEXPR" -> calls.call(node, scope);
            case "OPEXPR" -> calls.operator(node, "", scope);
            case "SCALARARRAYOPEXPR" ->
                    calls.operator(node, node.flag("useOr") ? "ANY" : "ALL", scope);
            case "SUBSCRIPTINGREF" -> element(node, scope);
            default -> {
                isLenient();
                yield lenient(node, scope);
            }
        };
    }

    private String lenient(Node node, Scope scope) {
        return switch (node.tag()) {
            case "BOOLEXPR" -> logic(node, scope);
            case "CASEEXPR" -> choice(node, scope);
            case "ARRAYEXPR" -> array(node, scope);
            case "COALESCEEXPR" -> listed("COALESCE", node, scope);
            case "MINMAXEXPR" -> listed(node.number("op") == 0 ? "GREATEST" : "LEAST", node, scope);
            case "NULLIFEXPR" -> {
                calls.operator(node);
                yield listed("NULLIF", node, scope);
            }
            case "DISTINCTEXPR" -> {
                calls.operator(node);
                yield "(" + list(node.items("args"), " IS DISTINCT FROM ", scope) + ")";
            }
            case "NULLTEST" -> nullTest(node, scope);
            case "BOOLEANTEST" -> tested(node, TRUTHS.get(node.index("booltesttype")), scope);
            default -> throw new NoText();
        };
    }

    private String constant(Node node) {
        if (exactness == Exactness.OUTLINE) {
            return ANY_VALUE;
        }
        @Nullable String sql = constants.of(node);
        if (sql == null && !allowsStable()) {
            throw new NoText();
        }
        return sql == null ? ANY_VALUE : sql;
    }

    private String parameter(Node node) {
        if (!allowsStable() || node.number("paramkind") != Values.EXTERNAL) {
            throw new NoText();
        }
        return ANY_VALUE;
    }

    private String moment(Node node) {
        @Nullable String word = Moments.word(node);
        if (!allowsStable() || word == null) {
            throw new NoText();
        }
        return word;
    }

    private String column(Node variable, Scope scope) {
        int index = variable.index("varno");
        int number = variable.index("varattno");
        if (variable.index("varlevelsup") != 0) {
            throw new NoText();
        }
        return switch (scope.source(index)) {
            case Base base when base.mention() == mention -> own(index, number, scope);
            case Alias alias when number >= 1 && number <= alias.expressions().size() ->
                    write(alias.expressions().get(number - 1), scope);
            case Derived derived when derived.inlined() -> {
                filled |= scope.nullable().contains(index);
                yield inner(derived.scope(), index, number);
            }
            case Base other -> throw new NoText();
            case Alias other -> throw new NoText();
            case Derived other -> throw new NoText();
            case Opaque other -> throw new NoText();
        };
    }

    private String own(int index, int number, Scope scope) {
        Relation.Column column = mention.relation().columns().get(number);
        if (column == null) {
            throw new NoText();
        }
        columns.add(number);
        entries.add(index);
        filled |= scope.nullable().contains(index);
        return Identifier.shown(column.name());
    }

    /** An output column of a query, of which one arm reads the mention. */
    private String inner(Scope query, int index, int number) {
        for (TreeValue output : query.outputs(number)) {
            ExpressionText arm = new ExpressionText(catalog, constants, mention, exactness);
            @Nullable String sql = arm.attempt(output, query);
            if (sql != null) {
                take(arm, index);
                pushable &= QueryForm.isPushable(query.query(), number);
                pullable &= QueryForm.isPullable(query.query());
                return sql;
            }
        }
        throw new NoText();
    }

    private void take(ExpressionText arm, int index) {
        columns.addAll(arm.columns);
        if (!arm.entries.isEmpty()) {
            entries.add(index);
        }
        pushable &= arm.pushable;
        pullable &= arm.pullable;
        strict &= arm.strict;
        filled |= arm.filled;
        builtIn &= arm.builtIn;
    }

    private String logic(Node node, Scope scope) {
        String operator = node.word("boolop");
        if (operator.equals("not")) {
            return "(NOT " + write(node.items("args").getFirst(), scope) + ")";
        }
        String separator = operator.equals("and") ? " AND " : " OR ";
        return "(" + list(node.items("args"), separator, scope) + ")";
    }

    private String list(List<TreeValue> values, String separator, Scope scope) {
        StringBuilder sql = new StringBuilder();
        for (TreeValue value : values) {
            sql.append(sql.isEmpty() ? "" : separator).append(write(value, scope));
            limited(sql.toString());
        }
        return sql.toString();
    }

    private String listed(String function, Node node, Scope scope) {
        return function + "(" + list(node.items("args"), ", ", scope) + ")";
    }

    private String array(Node node, Scope scope) {
        if (node.flag("multidims")) {
            throw new NoText();
        }
        String elements = list(node.items("elements"), ", ", scope);
        String type = "::" + catalog.types().form(node.number("array_typeid")).sql();
        return "ARRAY[" + elements + "]" + (elements.isEmpty() ? type : "");
    }

    private String choice(Node node, Scope scope) {
        if (node.has("arg")) {
            throw new NoText();
        }
        StringBuilder sql = new StringBuilder("CASE");
        for (Node branch : node.nodes("args")) {
            sql.append(" WHEN ").append(write(branch.value("expr"), scope));
            sql.append(" THEN ").append(write(branch.value("result"), scope));
        }
        return sql.append(" ELSE ").append(write(node.value("defresult"), scope)) + " END";
    }

    private String nullTest(Node node, Scope scope) {
        if (node.flag("argisrow")) {
            throw new NoText();
        }
        return tested(node, node.number("nulltesttype") == 0 ? "IS NULL" : "IS NOT NULL", scope);
    }

    private String tested(Node node, String test, Scope scope) {
        return "(" + write(node.value("arg"), scope) + " " + test + ")";
    }

    private String element(Node node, Scope scope) {
        List<TreeValue> places = node.items("refupperindexpr");
        if (node.has("refassgnexpr") || node.has("reflowerindexpr") || places.isEmpty()) {
            throw new NoText();
        }
        boolean bare = node.value("refexpr") instanceof Node container && container.is("VAR");
        String whole = write(node.value("refexpr"), scope);
        return (bare ? whole : "(" + whole + ")") + "[" + list(places, "][", scope) + "]";
    }
}
