package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestServers;
import org.pgwright.testing.TransactionPooler;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** The way to the server leads through a pooler that gives each transaction to another session. */
final class ChangePoolerTest {
    private static final String SETTINGS =
            """
            SELECT pg_backend_pid() AS pid,
                   concat_ws('; ', current_setting('search_path'),
                             current_setting('idle_in_transaction_session_timeout'),
                             current_setting('client_connection_check_interval')) AS settings
            """;

    private final ChangeFixture shop = ChangeFixture.on(TestServers.NEWEST);
    private final TransactionPooler pooler = TransactionPooler.before(shop.database());

    @AfterEach
    void close() {
        pooler.close();
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "DROP", "REINDEX", "PARTITIONED_CREATE"})
    void refusesAPooler(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);

        assertThatThrownBy(() -> applyThroughPooler(strategy))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("through a pooler such as PgBouncer")
                .hasMessageContaining("name the server's own address and port");

        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.APPROVED);
        assertThat(shop.journal().statements(strategy)).isEmpty();
        assertThat(shop.apply(strategy, ChangeFixture.PATIENT))
                .isInstanceOf(ChangeEnd.Applied.class);
    }

    private ChangeEnd applyThroughPooler(KnownStrategy strategy) {
        return shop.changes()
                .apply(
                        new ChangedDatabase(
                                ChangeFixture.settings(shop.database(), pooler.port()),
                                shop.changed().scope(),
                                shop.changed().instance(),
                                shop.changed().systemIdentifier()),
                        strategy,
                        ChangeFixture.PATIENT,
                        new EndSignal(),
                        ChangeProgress.NONE);
    }

    /** Applications get these sessions next. */
    @Test
    void leavesNothingSetInSessionsOfAPooler() throws SQLException {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        assertThatThrownBy(() -> applyThroughPooler(strategy))
                .isInstanceOf(PgwrightException.class);

        Set<String> sessions = new HashSet<>();
        try (Connection connection = connectToPooler();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 4; i++) {
                try (ResultSet row = statement.executeQuery(SETTINGS)) {
                    row.next();
                    sessions.add(row.getString("pid"));
                    assertThat(row.getString("settings")).isEqualTo("\"$user\", public; 0; 0");
                }
            }
        }
        assertThat(sessions).hasSize(2);
    }

    private Connection connectToPooler() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0&sslmode=disable"
                        .formatted(pooler.port(), shop.database().name()),
                shop.database().user(),
                shop.database().password());
    }
}
