package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.StatisticsContent;
import org.pgwright.ddl.StatisticsStatement;
import org.pgwright.postgres.Query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Extended statistics, as a server has them at a moment.
 *
 * @param table that they are of
 * @param definition the statement that makes them, as the server writes it; null while somebody has
 *     the table for itself
 * @param owner to whom they belong
 * @param role who looks
 * @param mayDrop whether that role may drop them
 */
record StatisticsSeen(
        long oid,
        QualifiedName table,
        @Nullable String definition,
        String owner,
        String role,
        boolean mayDrop) {
    /** Those of a name; a schema has each name once, whatever the table. */
    static Optional<StatisticsSeen> named(Connection connection, QualifiedName name)
            throws SQLException {
        Query query = Query.named("change.statistics", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(seen(row)) : Optional.empty();
            }
        }
    }

    private static StatisticsSeen seen(ResultSet row) throws SQLException {
        return new StatisticsSeen(
                row.getLong("oid"),
                new QualifiedName(row.getString("table_schema"), row.getString("table_name")),
                row.getString("definition"),
                row.getString("owner"),
                row.getString("role"),
                row.getBoolean("may_drop"));
    }

    /** Whether they are of the same kinds, columns and expressions as others. */
    boolean isLike(StatisticsContent other) {
        return StatisticsStatement.readCreate(definition == null ? "" : definition)
                .filter(create -> create.content().isLike(other))
                .isPresent();
    }
}
