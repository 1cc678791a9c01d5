package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Looks one kind of object up by oid, each only once. */
final class OidLookup<T> {
    private final Connection connection;
    private final String sql;
    private final Reader<T> reader;
    private final Map<Long, T> known = new HashMap<>();

    /**
     * @param sql of one parameter, the oid
     * @param reader reads what it finds
     */
    OidLookup(Connection connection, String sql, Reader<T> reader) {
        this.connection = connection;
        this.sql = sql;
        this.reader = reader;
    }

    /**
     * @throws ServerFailure if the server does not answer
     */
    T of(long oid) {
        @Nullable T found = known.get(oid);
        if (found == null) {
            found = ask(oid);
            known.put(oid, found);
        }
        return found;
    }

    private T ask(long oid) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(oid, rows);
            }
        } catch (SQLException failure) {
            throw new ServerFailure(failure);
        }
    }

    /** Reads what a query found of an oid; finding nothing is for the reader to judge. */
    @FunctionalInterface
    interface Reader<T> {
        T read(long oid, ResultSet rows) throws SQLException;
    }
}
