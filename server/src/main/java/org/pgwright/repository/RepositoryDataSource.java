package org.pgwright.repository;

import org.pgwright.postgres.TargetReader;
import org.springframework.jdbc.datasource.AbstractDataSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** New sessions on the repository's server, set up alike whatever its roles and databases say. */
final class RepositoryDataSource extends AbstractDataSource {
    /** Our own silence within a transaction, after which the server takes us for dead. */
    private static final String LONGEST_SILENCE = "15min";

    private static final String SESSION =
            """
            SELECT set_config('application_name', ?, false),
                   set_config('statement_timeout', ?, false),
                   set_config('idle_in_transaction_session_timeout', ?, false),
                   set_config('lock_timeout', '0', false),
                   set_config('TimeZone', 'UTC', false),
                   set_config('DateStyle', 'ISO', false),
                   set_config('IntervalStyle', 'postgres', false),
                   set_config('default_transaction_isolation', 'read committed', false),
                   set_config('client_min_messages', 'warning', false)
            """;

    private final RepositoryServer server;
    private final Work work;

    /**
     * @param work that the sessions are for, until a transaction says otherwise
     */
    RepositoryDataSource(RepositoryServer server, Work work) {
        this.server = server;
        this.work = work;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = server.connect();
        try (PreparedStatement statement = connection.prepareStatement(SESSION)) {
            List<String> values =
                    List.of(
                            TargetReader.APPLICATION_NAME,
                            work.statementTimeout(),
                            LONGEST_SILENCE);
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            statement.execute();
            connection.setNetworkTimeout(Runnable::run, work.networkTimeout());
            return connection;
        } catch (SQLException failure) {
            try {
                connection.close();
            } catch (SQLException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    /** The roles are those of the server; there is no other way in. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }
}
