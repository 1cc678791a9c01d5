package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.TreeValue.Items;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.twin.analysis.TreeValue.Token;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes conditions on one mention as SQL that can be the predicate of a partial index, each in one
 * way wherever it stands: the column before what it is compared with.
 */
final class ConditionText {
    private final ServerCatalog catalog;
    private final Values values;
    private final ConstantText constants;

    ConditionText(ServerCatalog catalog, Values values, ConstantText constants) {
        this.catalog = catalog;
        this.values = values;
        this.constants = constants;
    }

    /** Null if it holds more than the mention's columns and constants, or is not immutable. */
    @Nullable Written of(TreeValue condition, Mention mention, Scope scope) {
        return write(condition, mention, scope, Exactness.IMMUTABLE);
    }

    /** The same for people, of conditions that are not immutable, and without their values. */
    @Nullable Written outline(TreeValue condition, Mention mention, Scope scope) {
        return write(condition, mention, scope, Exactness.OUTLINE);
    }

    private @Nullable Written write(
            TreeValue condition, Mention mention, Scope scope, Exactness exactness) {
        if (!(condition instanceof Node node)) {
            return null;
        }
        Written written =
                ExpressionText.of(columnFirst(node), scope, mention, catalog, constants, exactness);
        return written == null ? null : written.within(isJoined(node));
    }

    /** Conditions joined by AND and OR keep their parentheses: others may be joined to them. */
    private static boolean isJoined(Node node) {
        return node.is("BOOLEXPR") && !node.word("boolop").equals("not");
    }

    private Node columnFirst(Node node) {
        List<TreeValue> sides = node.items("args");
        if (!node.is("OPEXPR")
                || sides.size() != 2
                || !values.of(sides.getFirst()).own().isEmpty()) {
            return node;
        }
        long commutator = catalog.operator(node.number("opno")).commutator();
        return commutator == 0 ? node : comparison(commutator, List.of(sides.get(1), sides.get(0)));
    }

    /** Two sides compared, as a node of a tree. */
    static Node comparison(long operator, List<TreeValue> sides) {
        return new Node(
                "OPEXPR",
                Map.of("opno", new Token(Long.toString(operator)), "args", new Items(sides)));
    }

    /** IS NULL or IS NOT NULL, as a node of a tree. */
    static Node nullTest(TreeValue argument, boolean isNull) {
        return new Node(
                "NULLTEST", Map.of("arg", argument, "nulltesttype", new Token(isNull ? "0" : "1")));
    }

    /** Conditions joined by AND, OR or NOT, as a node of a tree. */
    static Node joined(String operator, List<TreeValue> conditions) {
        return new Node(
                "BOOLEXPR", Map.of("boolop", new Token(operator), "args", new Items(conditions)));
    }

    /** The mentions that a condition has columns of, directly or through queries. */
    Set<Mention> mentions(TreeValue condition, Scope scope) {
        return MentionFinder.of(values.of(condition).own(), scope);
    }
}
