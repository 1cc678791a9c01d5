package org.pgwright.twin.analysis;

/**
 * Two expressions and an operator between them.
 *
 * @param operator oid
 * @param whole the condition that it is, or that it is a part of; absent where that is none by
 *     itself
 * @param collation oid of the collation that it compares by, 0 for none
 */
record Comparison(TreeValue left, long operator, TreeValue right, long collation, TreeValue whole) {
    /** The same comparison, read from its other side. */
    Comparison exchanged(long commutator) {
        return new Comparison(/* left= */ right, commutator, /* right= */ left, collation, whole);
    }

    /** The same comparison as a part of a larger condition. */
    Comparison within(TreeValue condition) {
        return new Comparison(left, operator, right, collation, condition);
    }
}
