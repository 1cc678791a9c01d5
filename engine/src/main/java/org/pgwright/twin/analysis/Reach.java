package org.pgwright.twin.analysis;

/**
 * A table's column that an expression stands for.
 *
 * @param index of the range table entry by which the expression's own level reaches it
 * @param level how many levels up that entry is, 0 for the expression's own
 * @param pushable whether a condition on the expression can be checked where the table is read
 * @param pullable whether nothing between keeps the table from being joined or sorted directly
 */
record Reach(
        Mention mention, int column, int index, int level, boolean pushable, boolean pullable) {
    Relation.Column facts() {
        return mention.column(column);
    }

    String name() {
        return facts().name();
    }

    Reach up(int levels) {
        return new Reach(mention, column, index, level + levels, pushable, pullable);
    }

    Reach through(int outerIndex, boolean alsoPushable, boolean alsoPullable) {
        return new Reach(
                mention, column, outerIndex, 0, pushable && alsoPushable, pullable && alsoPullable);
    }
}
