package org.pgwright.change;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a server has under an index's name. */
sealed interface IndexState {
    /** Nothing. */
    record Absent() implements IndexState {}

    /** The index, usable. */
    record Valid(Bytes size) implements IndexState {}

    /** What an index build left when it was broken off; nobody works on it. */
    record Leftover() implements IndexState {}

    /** A table, an index of another table, or an index that another session builds. */
    record Foreign() implements IndexState {}

    /** Looks the name up; an index counts as ours only on the given table. */
    static IndexState of(Connection connection, QualifiedName index, QualifiedName table)
            throws SQLException {
        Query query = Query.named("change.index_state", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, table.name());
            statement.setString(2, index.schema());
            statement.setString(3, index.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? read(row) : new Absent();
            }
        }
    }

    private static IndexState read(ResultSet row) throws SQLException {
        if (!row.getBoolean("on_table") || row.getBoolean("built_by_another")) {
            return new Foreign();
        }
        return row.getBoolean("valid")
                ? new Valid(new Bytes(row.getLong("bytes")))
                : new Leftover();
    }
}
