package org.pgwright.report.migration;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.IndexStatement;

/** One statement of a migration, which is run outside a transaction. */
sealed interface Step {
    /** The statement, in lines, without a semicolon at its end. */
    String sql();

    /** Any. */
    record Statement(String sql) implements Step {}

    /**
     * Makes an index beside reads and writes, unless there is one of its name.
     *
     * @param create as it was wished
     */
    record Build(QualifiedName table, String index, IndexStatement.Create create, String sql)
            implements Step {}

    /** Drops an index beside reads and writes, if there is one of its name. */
    record Removal(QualifiedName table, String index, String sql) implements Step {}
}
