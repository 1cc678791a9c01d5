package org.pgwright.postgres;

import java.sql.SQLException;

/** Is shown each row of an answer. */
@FunctionalInterface
public interface RowVisitor {
    void visit(Row row) throws SQLException;
}
