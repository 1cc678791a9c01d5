package org.pgwright.ddl;

import java.util.Optional;

/** A statement about indexes or about extended statistics. */
public sealed interface ObjectStatement permits IndexStatement, StatisticsStatement {
    /**
     * Reads one statement, a semicolon at its end or not.
     *
     * @return empty for any other statement, and for what no server would take for one of these
     */
    static Optional<ObjectStatement> readAny(String sql) {
        Optional<ObjectStatement> index = IndexStatement.read(sql).map(ObjectStatement.class::cast);
        return index.isPresent()
                ? index
                : StatisticsStatement.read(sql).map(ObjectStatement.class::cast);
    }
}
