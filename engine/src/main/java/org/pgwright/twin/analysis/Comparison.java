package org.pgwright.twin.analysis;

/**
 * Two expressions and an operator between them.
 *
 * @param operator oid
 * @param collation oid of the collation that it compares by, 0 for none
 */
record Comparison(TreeValue left, long operator, TreeValue right, long collation) {
    /** The same comparison, read from its other side. */
    Comparison exchanged(long commutator) {
        return new Comparison(/* left= */ right, commutator, /* right= */ left, collation);
    }
}
