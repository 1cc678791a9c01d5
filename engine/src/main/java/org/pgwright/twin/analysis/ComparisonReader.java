package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Stable;
import org.pgwright.twin.analysis.TreeValue.Absent;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads comparisons into conditions on columns and joins between them. */
final class ComparisonReader {
    private final ServerCatalog catalog;
    private final Values values;
    private final Keys keys;
    private final Equalities equalities;
    private final ConditionText texts;

    ComparisonReader(
            ServerCatalog catalog,
            Values values,
            Keys keys,
            Equalities equalities,
            ConditionText texts) {
        this.catalog = catalog;
        this.keys = keys;
        this.values = values;
        this.equalities = equalities;
        this.texts = texts;
    }

    /**
     * A comparison as seen from its column's side.
     *
     * @param value the other side
     * @param whole the condition that it is a part of
     */
    private record Side(OperatorFacts operator, Operator kind, Value value, TreeValue whole) {
        /** Compared with several values, one at a time. */
        Side asList() {
            return new Side(operator, listed(kind), value, whole);
        }
    }

    /** The operator that says the same where a condition stands, 0 if there is none. */
    long operator(long oid, Place place) {
        return place.negated() ? catalog.operator(oid).negator() : oid;
    }

    /** Reads it from both sides: either may be a column. */
    void read(Comparison comparison, Place place) {
        OperatorFacts operator = catalog.operator(comparison.operator());
        readSide(comparison, operator, operator.classify(), place);
        if (operator.commutator() != 0) {
            OperatorFacts commutator = catalog.operator(operator.commutator());
            Comparison exchanged = comparison.exchanged(operator.commutator());
            readSide(exchanged, commutator, commutator.classify(), place);
        }
        if (operator.isEquality() && !place.isAlternative()) {
            link(comparison, place);
        }
    }

    /** Reads {@code column = ANY (array)}. */
    void readAny(Comparison comparison, Place place) {
        OperatorFacts operator = catalog.operator(comparison.operator());
        readSide(comparison, operator, listed(operator.classify()), place);
    }

    private static Operator listed(Operator operator) {
        return operator == Operator.EQUAL ? Operator.IN : operator;
    }

    private void readSide(
            Comparison comparison, OperatorFacts operator, Operator kind, Place place) {
        for (Reach reach : keys.trace(comparison.left(), place.scope())) {
            if (reach.level() == 0 && sameCollation(reach, comparison.collation())) {
                Value value = values.of(comparison.right());
                compare(reach, new Side(operator, kind, value, comparison.whole()), place);
            }
        }
        if (!place.isAlternative() && values.of(comparison.right()).isKnown()) {
            keys.refuse(comparison.left(), place);
        }
    }

    /** An index is of no use to a comparison by another collation than its column's. */
    private static boolean sameCollation(Reach reach, long collation) {
        long own = reach.facts().collation();
        return own == 0 || collation == 0 || own == collation;
    }

    private void compare(Reach reach, Side side, Place place) {
        Value value = side.value();
        if (value.isVolatile() || value.isNested()) {
            return;
        }
        if (value.isKnown()) {
            @Nullable Reach around = first(value.outer(), place.scope());
            if (around != null && side.kind() != Operator.IN) {
                joinAround(reach, side.operator(), around, value, place);
            } else if (place.filters(reach)) {
                condition(reach, side, place);
            }
            return;
        }
        @Nullable Reach other = key(value, place.scope());
        if (other == null) {
            // Compared with rows of a function or of groups: known row by row, like a list.
            if (place.filters(reach) && reach.pullable()) {
                condition(reach, side.asList(), place);
            }
        } else if (!place.isAlternative() && reach.pullable() && !mentions(value, reach, place)) {
            String symbol = side.operator().symbol();
            reach.mention().join(reach.name(), symbol, other.mention(), other.name());
        }
    }

    private void condition(Reach reach, Side side, Place place) {
        reach.mention()
                .add(
                        new Condition(
                                reach.facts(),
                                side.kind(),
                                side.operator().symbol(),
                                side.operator().familyNames(),
                                side.value().parameter(),
                                place.isAlternative(),
                                text(side.whole(), reach, place),
                                moment(side, reach, place),
                                false));
    }

    /** One branch of several is no condition that all rows meet. */
    private @Nullable String text(TreeValue whole, Reach reach, Place place) {
        Written written =
                place.isAlternative() ? null : texts.of(whole, reach.mention(), place.scope());
        return written != null && written.holdsBelowJoins() ? written.sql() : null;
    }

    /** Told without its constants, which are of no consequence to what it is. */
    private @Nullable Stable moment(Side side, Reach reach, Place place) {
        if (place.isAlternative() || !side.value().isOfTheMoment()) {
            return null;
        }
        Written written = texts.outline(side.whole(), reach.mention(), place.scope());
        return written == null ? null : new Stable(Stable.Part.MOMENT, written.sql());
    }

    /** A comparison with a column of a level around: its value is known when this level runs. */
    private static void joinAround(
            Reach reach, OperatorFacts operator, Reach around, Value value, Place place) {
        if (!place.filters(reach) || place.isAlternative()) {
            return;
        }
        reach.mention().join(reach.name(), operator.symbol(), around.mention(), around.name());
        boolean bare = !place.scope().trace(value.expression()).isEmpty();
        if (bare && place.scope().isSemiJoined() && around.level() == 1 && around.pullable()) {
            around.mention().join(around.name(), operator.symbol(), reach.mention(), reach.name());
        }
    }

    /** What the other side is as a whole, or else the first column that it is made of. */
    private @Nullable Reach key(Value value, Scope scope) {
        for (Reach reach : keys.trace(value.expression(), scope)) {
            return reach;
        }
        return first(value.own(), scope);
    }

    private static @Nullable Reach first(List<Node> columns, Scope scope) {
        for (Node column : columns) {
            for (Reach reach : scope.trace(column)) {
                return reach;
            }
        }
        return null;
    }

    private static boolean mentions(Value value, Reach reach, Place place) {
        return value.own().stream()
                .flatMap(column -> place.scope().trace(column).stream())
                .anyMatch(other -> other.mention() == reach.mention());
    }

    /** Notes that two columns are equal, for what follows from it. */
    private void link(Comparison comparison, Place place) {
        for (Reach left : keys.trace(comparison.left(), place.scope())) {
            for (Reach right : keys.trace(comparison.right(), place.scope())) {
                boolean inner = left.level() + right.level() == 0 || place.scope().isSemiJoined();
                if (left.mention() != right.mention() && inner) {
                    linkSide(left, right, place);
                    linkSide(right, left, place);
                }
            }
        }
    }

    /**
     * Towards an outer join's outer side nothing follows: its rows stay whatever they hold. From
     * what is computed apart nothing follows either.
     */
    private void linkSide(Reach from, Reach to, Place place) {
        if (!from.pullable()) {
            return;
        }
        if (to.level() > 0 || !place.unfiltered().contains(to.index())) {
            equalities.add(from, to);
        }
    }

    /** Reads {@code a = 1 OR a = 2} as the list that the planner makes of it; false if it isn't. */
    boolean readAsList(List<TreeValue> branches, Place place) {
        if (place.negated()) {
            return false;
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (TreeValue branch : branches) {
            @Nullable Comparison comparison = listable(branch, place.scope());
            if (comparison == null || !sameColumn(comparisons, comparison, place.scope())) {
                return false;
            }
            comparisons.add(comparison);
        }
        TreeValue whole = ConditionText.joined("or", branches);
        comparisons.forEach(comparison -> readAny(comparison.within(whole), place));
        return true;
    }

    private @Nullable Comparison listable(TreeValue branch, Scope scope) {
        if (!(branch instanceof Node node)
                || !(node.is("OPEXPR") || node.is("SCALARARRAYOPEXPR"))
                || node.items("args").size() != 2) {
            return null;
        }
        long operator = node.number("opno");
        OperatorFacts facts = catalog.operator(operator);
        Comparison comparison =
                new Comparison(
                        node.items("args").get(0),
                        operator,
                        node.items("args").get(1),
                        node.number("inputcollid"),
                        node);
        if (keys.trace(comparison.left(), scope).isEmpty() && facts.commutator() != 0) {
            comparison = comparison.exchanged(facts.commutator());
        }
        boolean any = !node.is("SCALARARRAYOPEXPR") || node.flag("useOr");
        boolean known = values.of(comparison.right()).isKnown();
        return any && known && facts.isEquality() && !keys.trace(comparison.left(), scope).isEmpty()
                ? comparison
                : null;
    }

    private boolean sameColumn(List<Comparison> known, Comparison next, Scope scope) {
        return known.isEmpty()
                || keys.trace(known.getFirst().left(), scope)
                        .equals(keys.trace(next.left(), scope));
    }

    /** Reads {@code a IN (SELECT b ...)}: the test compares a with a stand-in for b. */
    void readMembership(Node test, Scope inner, Place place) {
        OperatorFacts operator = catalog.operator(test.number("opno"));
        if (!(test.items("args").get(1) instanceof Node standIn) || !standIn.is("PARAM")) {
            return;
        }
        List<Reach> members = new ArrayList<>();
        for (TreeValue expression : inner.outputs(standIn.index("paramid"))) {
            members.addAll(keys.trace(expression, inner));
        }
        members.removeIf(member -> member.level() != 0);
        Value query =
                new Value(
                        standIn,
                        List.of(),
                        List.of(),
                        Collections.emptySortedSet(),
                        /* isVolatile= */ false,
                        /* isStable= */ false,
                        /* isMoment= */ false,
                        /* isNested= */ false);
        for (Reach reach : keys.trace(test.items("args").get(0), place.scope())) {
            if (members.isEmpty() && place.filters(reach)) {
                Operator kind = listed(operator.classify());
                condition(reach, new Side(operator, kind, query, Absent.ABSENT), place);
            }
            members.forEach(member -> joinMember(reach, operator, member, inner));
        }
    }

    private void joinMember(Reach reach, OperatorFacts operator, Reach member, Scope inner) {
        if (reach.pullable()) {
            reach.mention().join(reach.name(), operator.symbol(), member.mention(), member.name());
        }
        boolean pullable = member.pullable() && QueryForm.isPullable(inner.query());
        if (pullable && operator.commutator() != 0) {
            String exchanged = catalog.operator(operator.commutator()).symbol();
            member.mention().join(member.name(), exchanged, reach.mention(), reach.name());
        }
        if (pullable && operator.isEquality()) {
            equalities.add(reach, member);
            equalities.add(member, reach);
        }
    }
}
