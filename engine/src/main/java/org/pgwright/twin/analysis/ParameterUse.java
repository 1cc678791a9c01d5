package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

/** What a parameter is for. */
sealed interface ParameterUse {
    /** The parameter's slot. */
    int slot();

    /** How a compared parameter stands in what its column is compared with. */
    enum Form {
        /** By itself, casts aside. */
        DIRECT,
        /** One element of a list. */
        ELEMENT,
        /** The whole list. */
        ARRAY,
        /** Somewhere in an expression. */
        EXPRESSION
    }

    /**
     * It is compared with a column, or with an expression on one.
     *
     * @param bare whether with the column itself
     * @param expression what it is compared with where that is no column but could be a key
     * @param operator as read from the column's side
     * @param element its place in a list, from 0
     * @param paged whether the level returns the first rows of an order that the column is part of
     */
    record Compared(
            int slot,
            Mention mention,
            Relation.Column column,
            boolean bare,
            Relation.@Nullable Column expression,
            OperatorFacts operator,
            Form form,
            int element,
            boolean paged)
            implements ParameterUse {
        /** The same, compared with the expression as if that were a column. */
        Compared ofExpression(Relation.Column known) {
            return new Compared(slot, mention, known, true, null, operator, form, element, paged);
        }
    }

    /** It is the number of rows of LIMIT. */
    record Limit(int slot) implements ParameterUse {}

    /** It is the number of rows of OFFSET. */
    record Offset(int slot) implements ParameterUse {}

    /**
     * It is an argument of a function that takes few texts only.
     *
     * @param value one of those
     */
    record Argument(int slot, String value) implements ParameterUse {}

    /** It is stored in a column. */
    record Stored(int slot, Relation relation, Relation.Column column) implements ParameterUse {}
}
