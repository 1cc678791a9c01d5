package org.pgwright.twin.analysis;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An expression over columns of one mention, in SQL.
 *
 * @param sql an atom: in parentheses where it has to be
 * @param columns the numbers of the mention's columns in it, at least one
 * @param entry of the range table by which its level reaches the mention
 * @param pushable whether it can be computed where the table is read
 * @param pullable whether nothing between keeps the table from being sorted by it directly
 * @param strict whether it is NULL as soon as one of the columns is
 * @param filled whether an outer join may fill its columns with NULLs
 * @param builtIn whether nothing but PostgreSQL's own code computes it
 */
record Written(
        String sql,
        SortedSet<Integer> columns,
        int entry,
        boolean pushable,
        boolean pullable,
        boolean strict,
        boolean filled,
        boolean builtIn) {
    Written {
        columns = Collections.unmodifiableSortedSet(new TreeSet<>(columns));
    }

    /** The same as it stands by itself, or in parentheses if it has to be. */
    Written within(boolean parentheses) {
        boolean enclosed = sql.startsWith("(") && sql.endsWith(")");
        String plain = enclosed && !parentheses ? sql.substring(1, sql.length() - 1) : sql;
        return new Written(plain, columns, entry, pushable, pullable, strict, filled, builtIn);
    }

    /** Whether a condition removes the rows that an outer join has filled, or meets none. */
    boolean holdsBelowJoins() {
        return strict || !filled;
    }
}
