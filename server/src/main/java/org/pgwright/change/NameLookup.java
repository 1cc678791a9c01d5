package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Looks up what has a name. */
final class NameLookup {
    private NameLookup() {}

    /** Whether there is a relation of any kind of that name. */
    static boolean isTaken(Connection connection, QualifiedName name) throws SQLException {
        Query query = Query.named("change.name_taken", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Whether it is an index, or a partitioned table's, on expressions. */
    static boolean hasExpressions(Connection connection, QualifiedName index) throws SQLException {
        Query query = Query.named("change.has_expressions", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, index.schema());
            statement.setString(2, index.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean("expressions");
            }
        }
    }
}
