package org.pgwright.twin;

import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.PairSample;
import org.pgwright.catalog.QualifiedName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Gives the twin a statistics object for a while, with what a sample tells of its columns. */
final class HypotheticalStatistics {
    private static final String NAME = "pgwright_what_if";

    private static final String NUMBER =
            """
            SELECT a.attnum
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ? AND a.attname = ? AND NOT a.attisdropped
            """;

    private final Connection superuser;
    private final ExtendedStatisticsLoader loader;

    HypotheticalStatistics(Connection superuser, int major) {
        this.superuser = superuser;
        this.loader = new ExtendedStatisticsLoader(superuser, major);
    }

    /** Something to do while the planner knows. */
    interface Task<T> {
        T run() throws SQLException;
    }

    /**
     * Does something while the planner knows how two columns hang together, and has it forget that
     * again.
     */
    <T> T during(PairSample pair, Task<T> task) throws SQLException {
        QualifiedName name = new QualifiedName(pair.table().schema(), NAME);
        execute(
                "CREATE STATISTICS %s (dependencies, ndistinct) ON %s, %s FROM %s"
                        .formatted(
                                name.quoted(),
                                Identifier.quoted(pair.first()),
                                Identifier.quoted(pair.second()),
                                pair.table().quoted()));
        try {
            loader.load(filled(name, pair));
            return task.run();
        } finally {
            execute("DROP STATISTICS " + name.quoted());
        }
    }

    private ExtendedStatistics filled(QualifiedName name, PairSample pair) throws SQLException {
        short first = number(pair.table(), pair.first());
        short second = number(pair.table(), pair.second());
        return new ExtendedStatistics(
                name,
                pair.table(),
                "",
                false,
                PairForms.distinct(pair, first, second),
                PairForms.dependencies(pair, first, second),
                null);
    }

    private short number(QualifiedName table, String column) throws SQLException {
        try (PreparedStatement query = superuser.prepareStatement(NUMBER)) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            query.setString(3, column);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the twin has no column " + column, "42703");
                }
                return row.getShort(1);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
