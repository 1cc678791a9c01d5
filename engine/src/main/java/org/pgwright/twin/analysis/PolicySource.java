package org.pgwright.twin.analysis;

import org.pgwright.catalog.QualifiedName;

import java.util.List;

/** Gives the conditions that row security adds to a statement. */
@FunctionalInterface
interface PolicySource {
    /**
     * The conditions on a table's rows, whose columns are those of range table entry 1.
     *
     * @param command {@code r}, {@code w} or {@code d}, as in {@code pg_policy.polcmd}
     */
    List<TreeValue> conditions(long oid, QualifiedName table, char command);
}
