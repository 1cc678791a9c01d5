package org.pgwright.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** On a real server. */
final class PgbenchTest {
    private static final String BALANCES =
            """
            SELECT (SELECT count(*) FROM pgbench_history),
                   (SELECT sum(delta) FROM pgbench_history) = (SELECT sum(abalance) FROM pgbench_accounts)
                   AND (SELECT sum(abalance) FROM pgbench_accounts) = (SELECT sum(tbalance) FROM pgbench_tellers)
                   AND (SELECT sum(tbalance) FROM pgbench_tellers) = (SELECT sum(bbalance) FROM pgbench_branches)
            """;

    @Test
    void movesWhatItWritesDown() throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Connection connection = database.connect()) {
            Pgbench pgbench = new Pgbench(1);
            pgbench.load(connection);
            long turns = workUntil(database, pgbench, 20);

            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(BALANCES)) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(turns);
                assertThat(row.getBoolean(2)).isTrue();
            }
        }
    }

    private static long workUntil(TestDatabase database, Pgbench pgbench, long turns)
            throws SQLException {
        Clients clients =
                Clients.start(
                        database::connect,
                        List.of(new Clients.Kind(2, pgbench, Duration.ofMillis(1), true)));
        try (clients) {
            awaitTurns(clients, turns);
        }
        return clients.turns();
    }

    private static void awaitTurns(Clients clients, long turns) throws SQLException {
        while (clients.turns() < turns) {
            Thread.onSpinWait();
        }
    }

    @Test
    void saysWhatAClientFailedOf() throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            Clients clients =
                    Clients.start(
                            database::connect,
                            List.of(
                                    new Clients.Kind(
                                            1, new ManyStatements(1, 1), Duration.ZERO, true)));
            assertThatThrownBy(() -> awaitTurns(clients, 1)).hasMessageContaining("item_0");
            assertThatThrownBy(clients::close).hasMessageContaining("item_0");
        }
    }

    @Test
    void writesDifferentStatements() {
        ManyStatements many = new ManyStatements(300, 1_000);

        assertThat(IntStream.range(0, 1_000).mapToObj(many::sql)).doesNotHaveDuplicates();
        assertThatThrownBy(() -> new ManyStatements(10, 61))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
