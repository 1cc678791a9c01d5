package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.twin.analysis.TreeValue.Absent;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes conditions apart and hands what narrows a column to {@link ComparisonReader}. */
final class ConditionReader {
    /** {@code SubLinkType}. */
    private static final int EXISTS = 0;

    private static final int ANY = 2;

    /** {@code BoolTestType}: IS TRUE and IS FALSE are the tests that an index can answer. */
    private static final int IS_TRUE = 0;

    private static final int IS_FALSE = 2;

    /** What can be true without a comparison, other than by tests that no index answers. */
    private static final Set<String> BOOLEAN_KEYS =
            Set.of(
                    "VAR",
                    "RELABELTYPE",
                    "FUNCEXPR",
                    "COERCEVIAIO",
                    "COERCETODOMAIN",
                    "COALESCEEXPR",
                    "SUBSCRIPTINGREF");

    private final ShapeReader levels;
    private final Values values;
    private final Keys keys;
    private final ConditionText texts;
    private final ComparisonReader comparisons;

    ConditionReader(
            ShapeReader levels,
            Values values,
            Keys keys,
            ConditionText texts,
            ComparisonReader comparisons) {
        this.levels = levels;
        this.values = values;
        this.keys = keys;
        this.texts = texts;
        this.comparisons = comparisons;
    }

    /**
     * Reads a condition of a level.
     *
     * @param unfiltered entries whose rows it does not remove, as of an outer join's outer side
     */
    void read(Scope scope, TreeValue condition, Set<Integer> unfiltered) {
        read(condition, new Place(scope, unfiltered, false, false));
    }

    /** Reads what HAVING says of groups as such, which is as good as said in WHERE. */
    void readGroups(Scope scope, TreeValue condition) {
        if (!(condition instanceof Node node)) {
            return;
        }
        if (node.is("BOOLEXPR") && node.word("boolop").equals("and")) {
            node.items("args").forEach(part -> readGroups(scope, part));
        } else if (!aggregates(node)) {
            read(scope, node, Set.of());
        }
    }

    private static boolean aggregates(Node node) {
        boolean[] found = {node.is("AGGREF") || node.is("GROUPINGFUNC") || node.is("SUBLINK")};
        node.eachChild(child -> found[0] |= aggregates(child));
        return found[0];
    }

    private void read(TreeValue condition, Place place) {
        if (condition instanceof Node node) {
            readNode(node, place);
        }
    }

    private void readNode(Node node, Place place) {
        switch (node.tag()) {
            case "BOOLEXPR" -> readBoolean(node, place);
            case "OPEXPR" -> readOperator(node, place);
            case "SCALARARRAYOPEXPR" -> readArray(node, place);
            case "ROWCOMPAREEXPR" -> readRows(node, place);
            case "NULLTEST" -> readNullTest(node, place);
            case "BOOLEANTEST" -> readBooleanTest(node, place);
            case "SUBLINK" -> readSublink(node, place);
            default -> {
                truth(node, place.negated() ? "IS FALSE" : "IS TRUE", node, place);
                carry(node, place);
            }
        }
    }

    /** A condition that narrows no column may still be the predicate of a partial index. */
    private void carry(Node condition, Place place) {
        if (place.isAlternative()) {
            return;
        }
        Node whole = place.negated() ? ConditionText.joined("not", List.of(condition)) : condition;
        for (Mention mention : texts.mentions(whole, place.scope())) {
            @Nullable Written written = texts.of(whole, mention, place.scope());
            if (written != null
                    && written.pushable()
                    && written.holdsBelowJoins()
                    && !place.unfiltered().contains(written.entry())) {
                mention.carry(written);
            }
        }
    }

    private void readBoolean(Node node, Place place) {
        List<TreeValue> arguments = node.items("args");
        String operator = node.word("boolop");
        if (operator.equals("not")) {
            arguments.forEach(argument -> read(argument, place.negate()));
        } else if (operator.equals("and") != place.negated()) {
            arguments.forEach(argument -> read(argument, place));
        } else {
            readFactored(arguments, place);
        }
    }

    /**
     * What every branch of an OR demands is demanded, as the planner has it ({@code
     * find_duplicate_ors} in PostgreSQL's {@code prepqual.c}).
     */
    private void readFactored(List<TreeValue> branches, Place place) {
        Branches factored = Branches.of(branches);
        if (place.negated() || factored.common().isEmpty()) {
            readAlternatives(branches, place);
            return;
        }
        factored.common().forEach(common -> read(common, place));
        if (!factored.isDecided()) {
            readAlternatives(factored.rest(), place);
        }
    }

    /** Branches without a column are decided before the scan: {@code $1 IS NULL OR a = $1}. */
    private void readAlternatives(List<TreeValue> arguments, Place place) {
        List<TreeValue> branches = new ArrayList<>();
        for (TreeValue argument : arguments) {
            if (!values.of(argument).isKnown()) {
                branches.add(argument);
            }
        }
        if (branches.size() == 1) {
            read(branches.getFirst(), place);
        } else if (!comparisons.readAsList(branches, place)) {
            branches.forEach(branch -> read(branch, place.alternative()));
            carry(ConditionText.joined("or", said(branches, place)), place.unnegated());
        }
    }

    /** The branches of an OR, or what denying the parts of an AND comes to. */
    private static List<TreeValue> said(List<TreeValue> branches, Place place) {
        return place.negated()
                ? branches.stream()
                        .<TreeValue>map(part -> ConditionText.joined("not", List.of(part)))
                        .toList()
                : branches;
    }

    private void readOperator(Node node, Place place) {
        List<TreeValue> sides = node.items("args");
        long operator = comparisons.operator(node.number("opno"), place);
        if (sides.size() == 2 && operator != 0) {
            Node whole = ConditionText.comparison(operator, sides);
            long collation = node.number("inputcollid");
            comparisons.read(
                    new Comparison(sides.get(0), operator, sides.get(1), collation, whole), place);
            carry(whole, place.unnegated());
        } else {
            carry(node, place);
        }
    }

    private void readArray(Node node, Place place) {
        List<TreeValue> sides = node.items("args");
        if (sides.size() == 2 && node.flag("useOr") && !place.negated()) {
            long operator = node.number("opno");
            long collation = node.number("inputcollid");
            comparisons.readAny(
                    new Comparison(sides.get(0), operator, sides.get(1), collation, node), place);
        }
        carry(node, place);
    }

    /** {@code (a, b) > (1, 2)} narrows a, and within equal a also b. */
    private void readRows(Node node, Place place) {
        List<TreeValue> left = node.items("largs");
        List<TreeValue> right = node.items("rargs");
        List<Long> operators = node.numbers("opnos");
        List<Long> collations = node.numbers("inputcollids");
        int columns = Math.min(Math.min(left.size(), right.size()), operators.size());
        for (int i = 0; i < columns && !place.negated(); i++) {
            long collation = i < collations.size() ? collations.get(i) : 0;
            comparisons.read(
                    new Comparison(
                            left.get(i), operators.get(i), right.get(i), collation, Absent.ABSENT),
                    place);
        }
    }

    private void readNullTest(Node node, Place place) {
        if (node.flag("argisrow")) {
            return;
        }
        boolean isNull = (node.number("nulltesttype") == 0) != place.negated();
        Node whole = ConditionText.nullTest(node.value("arg"), isNull);
        for (Reach reach : keys.trace(node.value("arg"), place.scope())) {
            boolean filled = place.scope().nullable().contains(reach.index());
            if (place.filters(reach) && !(isNull && filled)) {
                Operator operator = isNull ? Operator.IS_NULL : Operator.IS_NOT_NULL;
                test(reach, operator, isNull ? "IS NULL" : "IS NOT NULL", whole, place);
            }
        }
        carry(whole, place.unnegated());
    }

    private void readBooleanTest(Node node, Place place) {
        long type = node.number("booltesttype");
        if (!place.negated() && (type == IS_TRUE || type == IS_FALSE)) {
            truth(node.value("arg"), type == IS_TRUE ? "IS TRUE" : "IS FALSE", node, place);
        }
        carry(node, place);
    }

    /** A boolean column as a condition, or what an index could keep in place of one. */
    private void truth(TreeValue expression, String symbol, Node whole, Place place) {
        if (!(expression instanceof Node node) || !BOOLEAN_KEYS.contains(node.tag())) {
            return;
        }
        Node said = place.negated() ? ConditionText.joined("not", List.of(whole)) : whole;
        for (Reach reach : keys.trace(node, place.scope())) {
            if (place.filters(reach)) {
                test(reach, Operator.BOOLEAN, symbol, said, place);
            }
        }
    }

    private void test(Reach reach, Operator operator, String symbol, Node whole, Place place) {
        reach.mention()
                .add(
                        new Condition(
                                reach.facts(),
                                operator,
                                symbol,
                                List.of(),
                                null,
                                place.isAlternative(),
                                text(whole, reach, operator != Operator.IS_NULL, place),
                                null,
                                false));
    }

    /**
     * @param rejectsNulls whether the condition removes what outer joins have filled
     */
    private @Nullable String text(Node whole, Reach reach, boolean rejectsNulls, Place place) {
        @Nullable Written text =
                place.isAlternative() ? null : texts.of(whole, reach.mention(), place.scope());
        return text != null && (rejectsNulls || text.holdsBelowJoins()) ? text.sql() : null;
    }

    /** EXISTS and IN that must hold become joins; elsewhere the query stays one of its own. */
    private void readSublink(Node link, Place place) {
        boolean joins = !place.negated() && !place.isAlternative();
        long type = link.number("subLinkType");
        if (type == EXISTS && joins) {
            levels.sublink(place.scope(), link, true);
        } else if (type == ANY && joins) {
            Scope inner = levels.sublink(place.scope(), link, true);
            readTest(link.node("testexpr"), inner, place);
        }
    }

    private void readTest(@Nullable Node test, Scope inner, Place place) {
        if (test == null) {
            return;
        }
        if (test.is("BOOLEXPR") && test.word("boolop").equals("and")) {
            test.nodes("args").forEach(part -> readTest(part, inner, place));
        } else if (test.is("OPEXPR") && test.items("args").size() == 2) {
            comparisons.readMembership(test, inner, place);
        }
    }
}
