package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.Retention;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.Proxy;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A server of its own that is watched while it is restarted, killed and cut off. */
final class AccidentsTest {
    private static final Rhythm QUICK =
            new Rhythm(
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300));

    @TempDir(factory = FolderInCache.class)
    private Path home;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private EmbeddedPostgres server;
    private Proxy toServer;
    private TestDatabase kept;
    private Proxy toRepository;
    private Repository repository;

    @BeforeEach
    void start() throws SQLException {
        server = startServer();
        execute("CREATE EXTENSION pg_stat_statements");
        toServer = Proxy.before(() -> server.port());
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        toRepository = Proxy.before(kept::port);
        repository =
                Repository.open(
                        new RepositoryLocation.Server(
                                ConnectionSettings.to(
                                        "127.0.0.1",
                                        toRepository.port(),
                                        kept.user(),
                                        kept.name(),
                                        kept.password())),
                        Repositories::local);
    }

    @AfterEach
    void end() {
        repository.close();
        toRepository.close();
        kept.close();
        toServer.close();
        server.close();
    }

    private EmbeddedPostgres startServer() {
        return EmbeddedPostgres.start(
                EmbeddedOptions.kept(
                                TestServers.installations().ofMajor(TestServers.NEWEST),
                                TestServers.cache(),
                                home.resolve("server"))
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                        .with(Map.of("shared_preload_libraries", "pg_stat_statements")));
    }

    @Test
    void losesNothingWhenTheNetworkIsCut() throws Exception {
        Watching watching = new Watching();
        work(20);
        toServer.cut();
        work(30);
        toServer.mend();
        work(10);
        watching.end();

        assertThat(calls()).isEqualTo(60);
        assertThat(incomplete()).isZero();
    }

    @Test
    void losesNothingWhenTheServerIsRestarted() throws Exception {
        Watching watching = new Watching();
        work(20);
        server.close();
        server = startServer();
        work(30);
        watching.end();

        assertThat(calls()).isEqualTo(50);
        assertThat(incomplete()).isZero();
    }

    @Test
    void marksWhatACrashOfTheServerLost() throws Exception {
        Watching watching = new Watching();
        work(20);
        watching.awaitCalls(20);
        killServer();
        server = startServer();
        work(30);
        watching.end();

        assertThat(calls()).isEqualTo(50);
        assertThat(
                        count(
                                "statement_sample WHERE gaps && '{crash,statistics_reset}'::interval_gap[]"))
                .isPositive();
    }

    @Test
    void losesNothingWhenTheRepositoryIsAway() throws Exception {
        Watching watching = new Watching();
        work(20);
        toRepository.cut();
        work(30);
        toRepository.mend();
        work(10);
        watching.end();

        assertThat(calls()).isEqualTo(60);
        assertThat(incomplete()).isZero();
    }

    @Test
    void losesNothingWhenTheRepositoryIsCutOffInTheMidstOfWrites() throws Exception {
        execute("CREATE TABLE peas (id int PRIMARY KEY)");
        execute("INSERT INTO peas SELECT generate_series(1, 100)");
        Watching watching = new Watching();
        while (count("counter_look WHERE kind = 'index'") == 0) {
            Thread.onSpinWait();
        }
        Random random = new Random(3);
        for (int round = 0; round < 12; round++) {
            look(5);
            work(5);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(250)).toNanos());
            toRepository.cut();
            toRepository.mend();
        }
        watching.end();

        assertThat(calls()).isEqualTo(60);
        assertThat(incomplete()).isZero();
        assertThat(
                        number(
                                """
                                SELECT coalesce(sum(c.scans), 0)
                                  FROM index_counted c
                                  JOIN monitored_index i USING (instance_id, index_id)
                                 WHERE i.index_name = 'peas_pkey'
                                """))
                .isEqualTo(60);
        assertThat(
                        number(
                                """
                                SELECT coalesce(sum(calls), 0) FROM query_performance_log
                                 WHERE query_pattern LIKE '%beans%'
                                """))
                .isEqualTo(60);
        assertThat(count("activity_sample")).isGreaterThan(count("activity_summed"));
    }

    @Test
    void countsOnceWhenItIsKilled() throws Exception {
        Process killed = collect();
        while (count("counter_look WHERE kind = 'statement'") == 0) {
            Thread.onSpinWait();
        }
        work(20);
        killed.destroyForcibly().waitFor();
        work(15);
        // As when its lease has run out.
        try (Connection connection = kept.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM collection_lease");
        }

        assertThat(collect("--for", "100ms").waitFor()).isZero();

        assertThat(calls()).isEqualTo(35);
        assertThat(incomplete()).isZero();
    }

    private Process collect(String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.pgwright.app.Main",
                                "collect",
                                "-d",
                                uri(toServer.port(), "postgres", server.superuserPassword()),
                                "--repository",
                                uri(toRepository.port(), kept.name(), kept.password())));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static String uri(int port, String database, String password) {
        return "postgres://postgres:" + password + "@127.0.0.1:" + port + "/" + database;
    }

    /** A watch under way. */
    private final class Watching {
        private final Stop stop = new Stop();
        private final Thread thread;

        private Watching() {
            InstantSource clock = InstantSource.system();
            Ids ids = new Ids(clock, new Random());
            Watch watch =
                    new Watch(
                            repository,
                            new Instances(repository, clock, ids),
                            new Partitions(repository, clock, Retention.DEFAULT),
                            new Watch.Surroundings(clock, ids, new Random(), messages::add));
            ConnectionSettings settings =
                    ConnectionSettings.to(
                            "127.0.0.1",
                            toServer.port(),
                            EmbeddedPostgres.SUPERUSER,
                            EmbeddedPostgres.SUPERUSER,
                            server.superuserPassword());
            WatchOptions options = WatchOptions.of(List.of(settings), Set.of(), QUICK, null);
            long before = count("counter_look WHERE kind = 'statement'");
            thread = Thread.ofVirtual().start(() -> watch.run(options, stop));
            while (thread.isAlive()
                    && before == 0
                    && count("counter_look WHERE kind = 'statement'") == 0) {
                Thread.onSpinWait();
            }
        }

        void awaitCalls(long expected) {
            while (calls() < expected) {
                Thread.onSpinWait();
            }
        }

        void end() throws InterruptedException {
            stop.now();
            thread.join();
        }
    }

    private void killServer() throws IOException {
        String pid =
                Files.readAllLines(server.dataDirectory().resolve("postmaster.pid")).getFirst();
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        server.close();
    }

    private void work(int calls) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < calls; i++) {
                statement.execute("SELECT count(*) AS beans FROM generate_series(1, 10)");
            }
        }
    }

    private void look(int calls) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            for (int i = 1; i <= calls; i++) {
                statement.execute("SELECT id FROM peas WHERE id = " + i);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long calls() {
        return number(
                """
                SELECT coalesce(sum(c.calls), 0)
                  FROM statement_counted c
                  JOIN statement_source s USING (instance_id, source_id)
                  JOIN statement t USING (instance_id, statement_id)
                 WHERE t.query_text LIKE '%beans%'
                """);
    }

    private long incomplete() {
        return count("statement_sample WHERE gaps <> '{}'");
    }

    private long count(String from) {
        return number("SELECT count(*) FROM " + from);
    }

    /** Past the proxy. */
    private long number(String sql) {
        try (Connection connection = kept.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
