package org.pgwright.twin.analysis;

/**
 * What an index of a table could have as a key: a column that an expression stands for, or an
 * expression over columns that it is.
 *
 * @param facts of the column; the name of an expression is its text
 * @param index of the range table entry by which the expression's own level reaches it
 * @param level how many levels up that entry is, 0 for the expression's own
 * @param pushable whether a condition on the expression can be checked where the table is read
 * @param pullable whether nothing between keeps the table from being joined or sorted directly
 */
record Reach(
        Mention mention,
        Relation.Column facts,
        int index,
        int level,
        boolean pushable,
        boolean pullable) {
    String name() {
        return facts.name();
    }

    Reach up(int levels) {
        return new Reach(mention, facts, index, level + levels, pushable, pullable);
    }

    Reach through(int outerIndex, boolean alsoPushable, boolean alsoPullable) {
        return new Reach(
                mention, facts, outerIndex, 0, pushable && alsoPushable, pullable && alsoPullable);
    }
}
