package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.samples.EventThresholds;
import org.pgwright.repository.samples.SessionEvents;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Sessions of real servers that wait for each other while they are watched. */
final class BlockedSessionsTest {
    private static final String MAJORS = "org.pgwright.testing.TestServers#MAJORS";

    private TestDatabase kept;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        kept.close();
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void areAnEventEachOverARestartOfOurs(int major) throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(major);
                Connection holder = shop.connect();
                Connection waiter = shop.connect();
                Statement holding = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            shop.execute(
                    "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                    "INSERT INTO orders VALUES (1, 'n')");
            holding.execute("SET application_name = 'holder'");
            holder.setAutoCommit(false);
            holding.execute("UPDATE orders SET note = 'a' WHERE id = 1");
            Watching watching = watch(shop);
            CompletableFuture<Void> waits =
                    CompletableFuture.runAsync(
                            () -> execute(waiting, "UPDATE orders SET note = 'b' WHERE id = 1"));
            watching.await(looksAtWaiting(4));
            watching.end();
            Watching again = watch(shop);
            again.await(looksAtWaiting(8));
            String began =
                    text(
                            shop,
                            """
                            SELECT concat_ws(' ', pid,
                                   round(extract(epoch FROM xact_start), 1),
                                   round(extract(epoch FROM state_change), 1))
                              FROM pg_stat_activity WHERE application_name = 'holder'
                            """);
            holder.commit();
            waits.join();
            again.await(
                    "(SELECT blockers::text !~ '\\d' FROM activity_sample"
                            + " ORDER BY taken_at DESC LIMIT 1)");
            again.end();

            // As a minute later.
            kept.execute(
                    "UPDATE activity_sample SET kept_at = kept_at - interval '1 hour'",
                    "UPDATE activity_summed SET until = '-infinity' WHERE purpose = 'events'");
            find();
            find();

            assertThat(
                            text(
                                    kept,
                                    """
                                    SELECT concat_ws(' ', e.pid,
                                           round(extract(epoch FROM t.began_at), 1),
                                           round(extract(epoch FROM i.began_at), 1))
                                      FROM session_event e
                                      JOIN session_event t
                                        ON t.kind = 'long_transaction' AND t.pid = e.pid
                                      JOIN session_event i
                                        ON i.kind = 'idle_in_transaction' AND i.pid = e.pid
                                     WHERE e.kind = 'long_transaction'
                                       AND e.application_name = 'holder'
                                    """))
                    .isEqualTo(began);
            assertThat(
                            text(
                                    kept,
                                    """
                                    SELECT string_agg(concat_ws(' ', t.query_text,
                                           e.looks >= 8, e.lasted_millis > 0,
                                           e.ended_at > e.began_at, b ->> 'application',
                                           b ->> 'state', s.query_text), ', ')
                                      FROM session_event e
                                     CROSS JOIN jsonb_array_elements(e.blockers) b
                                      JOIN statement t ON t.statement_id = e.statement_id
                                      JOIN statement s
                                        ON s.statement_id = (b ->> 'statement')::integer
                                     WHERE e.kind = 'lock_wait'
                                    """))
                    .isEqualTo(
                            "update orders set note = $1 where id = $2 t t t holder"
                                    + " idle in transaction update orders set note = $1 where id ="
                                    + " $2");
        }
    }

    private void find() {
        SessionEvents events =
                new SessionEvents(
                        new EventThresholds(Duration.ofMillis(100), Duration.ofMillis(100)));
        UUID instance = UUID.fromString(text(kept, "SELECT instance_id::text FROM instance"));
        while (repository.inTransaction(jdbc -> events.find(jdbc, instance))) {
            // Part by part.
        }
    }

    private static String looksAtWaiting(int looks) {
        return "(SELECT count(*) >= %d FROM activity_sample WHERE blockers::text ~ '\\d')"
                .formatted(looks);
    }

    private Watching watch(TestDatabase shop) {
        return new Watching(
                repository,
                kept,
                ConnectionSettings.to(
                        shop.host(), shop.port(), shop.user(), shop.name(), shop.password()));
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String text(TestDatabase database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
