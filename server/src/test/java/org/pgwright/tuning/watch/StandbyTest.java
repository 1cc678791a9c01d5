package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.PrimaryAndStandby;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A primary and its standby that are watched while they change their roles. */
final class StandbyTest {
    private static final String SCANS =
            """
            SELECT coalesce(sum(c.scans), 0)
              FROM index_counted c
              JOIN monitored_index i USING (instance_id, index_id)
             WHERE i.index_name = 'orders_pkey'
            """;

    private static final String CALLS =
            """
            SELECT coalesce(sum(c.calls), 0)
              FROM statement_counted c
              JOIN statement_source s USING (instance_id, source_id)
              JOIN statement t USING (instance_id, statement_id)
             WHERE t.query_text LIKE 'select note from orders%'
            """;

    private static final String ALL_LOOKED_AT =
            "(SELECT count(*) FROM counter_look WHERE kind IN ('index', 'statement')) >= 4";

    @TempDir(factory = FolderInCache.class)
    private Path homes;

    private PrimaryAndStandby servers;
    private TestDatabase kept;
    private Repository repository;

    @BeforeEach
    void start() throws IOException {
        servers =
                PrimaryAndStandby.start(
                        homes,
                        "CREATE EXTENSION pg_stat_statements",
                        "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                        "INSERT INTO orders SELECT i, 'n' FROM generate_series(1, 1000) i",
                        "ANALYZE");
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
    }

    @AfterEach
    void end() {
        repository.close();
        kept.close();
        servers.close();
    }

    @Test
    void sumsTheUseOfIndexesOverPrimaryAndStandby() throws SQLException {
        Watching watching = watching();
        watching.await(ALL_LOOKED_AT);
        work(servers.first(), 20);
        work(servers.second(), 30);
        watching.await(
                "(SELECT count(DISTINCT peer) FROM replication_sample WHERE peer IN ('second',"
                        + " 'upstream')) = 2");
        watching.end();

        assertThat(watching.number(SCANS)).isEqualTo(50);
        assertThat(watching.number(CALLS)).isEqualTo(50);
        assertThat(watching.number("SELECT count(*) FROM instance")).isOne();
        assertThat(
                        watching.number(
                                "SELECT count(DISTINCT node_id) FROM activity_sample WHERE"
                                        + " connections > 0"))
                .isEqualTo(2);
        assertThat(
                        watching.number(
                                "SELECT count(DISTINCT s.node_id) FROM statement_source s JOIN"
                                        + " statement t USING (instance_id, statement_id) WHERE"
                                        + " t.query_text LIKE 'select note from orders%'"))
                .isEqualTo(2);
        assertThat(watching.number("SELECT count(*) FROM statement_sample WHERE gaps <> '{}'"))
                .isZero();
    }

    @Test
    void followsTheRolesOfServersThatChangePlaces() throws Exception {
        Watching watching = watching();
        watching.await(ALL_LOOKED_AT);
        work(servers.first(), 20);
        work(servers.second(), 30);
        servers.switchOver();
        work(servers.second(), 7);
        work(servers.first(), 5);
        PrimaryAndStandby.execute(servers.second(), "CREATE TABLE later AS SELECT 1 AS a");
        watching.await(
                "(SELECT count(*) FROM table_state s JOIN monitored_table t USING (instance_id,"
                        + " table_id) WHERE t.table_name = 'later') = 1");
        watching.await("(SELECT count(*) FROM node WHERE is_standby) = 1");
        watching.end();

        assertThat(watching.number(CALLS)).isEqualTo(62);
        assertThat(watching.messages())
                .anyMatch(told -> told.endsWith("is the primary now"))
                .anyMatch(told -> told.endsWith("is a replica now"));
        assertThat(
                        watching.number(
                                "SELECT count(*) FROM node WHERE is_standby = (address LIKE '%:"
                                        + servers.firstPort()
                                        + "')"))
                .isEqualTo(2);
    }

    @Test
    void countsNothingOfAnotherServerThatAnswersAtTheAddress() throws Exception {
        work(servers.second(), 500);
        Watching watching = new Watching(repository, kept, settings(servers.firstPort()));
        watching.await("(SELECT count(*) FROM counter_look WHERE kind = 'statement') = 1");
        work(servers.first(), 20);
        watching.await("(" + CALLS + ") = 20");
        servers.moveAddress();
        watching.await("(SELECT count(*) FROM statement_sample WHERE 'replaced' = ANY (gaps)) = 1");
        work(servers.second(), 9);
        watching.end();

        assertThat(watching.number(CALLS)).isEqualTo(29);
        assertThat(watching.number("SELECT count(*) FROM node WHERE NOT is_standby")).isOne();
        assertThat(
                        watching.number(
                                "SELECT count(*) FROM statement_counted c JOIN statement_source s"
                                        + " USING (instance_id, source_id) JOIN statement t USING"
                                        + " (instance_id, statement_id) WHERE c.is_incomplete AND"
                                        + " t.query_text LIKE 'select note from orders%'"))
                .isPositive();
    }

    @Test
    void watchesAServerOnceThatHasTwoAddresses() throws Exception {
        ConnectionSettings direct =
                ConnectionSettings.to(
                        "127.0.0.1",
                        servers.first().port(),
                        EmbeddedPostgres.SUPERUSER,
                        EmbeddedPostgres.SUPERUSER,
                        servers.first().superuserPassword());
        Watching watching = new Watching(repository, kept, settings(servers.firstPort()), direct);
        watching.awaitMessage("is watched already, under another address");
        watching.await("(SELECT count(*) FROM counter_look WHERE kind = 'index') >= 1");
        work(servers.first(), 20);
        watching.end();

        assertThat(watching.number(CALLS)).isEqualTo(20);
    }

    private Watching watching() {
        return new Watching(
                repository, kept, settings(servers.firstPort()), settings(servers.secondPort()));
    }

    private ConnectionSettings settings(int port) {
        return ConnectionSettings.to(
                "127.0.0.1",
                port,
                EmbeddedPostgres.SUPERUSER,
                EmbeddedPostgres.SUPERUSER,
                servers.first().superuserPassword());
    }

    /** Each call by an index scan, and counted when the session has ended. */
    private static void work(EmbeddedPostgres server, int calls) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            for (int i = 1; i <= calls; i++) {
                statement.execute("SELECT note FROM orders WHERE id = " + i);
            }
            statement.execute("SELECT pg_stat_force_next_flush()");
        }
    }
}
