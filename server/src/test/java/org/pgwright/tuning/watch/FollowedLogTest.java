package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.follow.LoggingServer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.testing.Proxy;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.QueryOrder;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server logs while it is watched is stored once, whatever happens to it and to us. */
final class FollowedLogTest {
    private static final String BEANS =
            """
            SELECT coalesce(sum(h.calls), 0)::bigint
              FROM logged_call_hour h
              JOIN statement t USING (instance_id, statement_id)
             WHERE t.query_text LIKE '%bean%'
            """;

    private TestDatabase kept;
    private Proxy toRepository;
    private Repository repository;

    @BeforeEach
    void openARepository() {
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
    void close() {
        repository.close();
        toRepository.close();
        kept.close();
    }

    @ParameterizedTest
    @CsvSource({"14,csvlog,false", "18,jsonlog,false", "18,csvlog,true", "14,stderr,true"})
    void countsEveryCallOnce(int major, String destination, boolean isInFiles) {
        try (LoggingServer server = server(major, destination)) {
            Watching watching = watch(server, isInFiles);
            watching.await("EXISTS (SELECT FROM log_position)");
            server.work(150);
            server.execute("SELECT pg_rotate_logfile()");
            server.work(150);
            watching.await("(" + BEANS + ") >= 300");
            watching.end();
            server.work(100);
            server.execute("SELECT pg_rotate_logfile()");
            server.work(100);

            Watching again = watch(server, isInFiles);
            server.work(50);
            again.await("(" + BEANS + ") >= 550");
            again.end();
            assertThat(again.number(BEANS)).isEqualTo(550);
            assertThat(again.number("SELECT count(*) FROM log_position")).isEqualTo(1);
            assertThat(again.number("SELECT count(*) FROM log_hour WHERE is_lossy")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void countsEveryCallOnceWhenTheRepositoryIsAway(boolean isInFiles) throws IOException {
        try (LoggingServer server = server(TestServers.NEWEST, "csvlog")) {
            Watching watching = watch(server, isInFiles);
            watching.await("EXISTS (SELECT FROM log_position)");
            for (int i = 0; i < 3; i++) {
                server.work(60);
                toRepository.cut();
                server.work(60);
                server.execute("SELECT pg_rotate_logfile()");
                toRepository.mend();
            }
            watching.await("(" + BEANS + ") >= 360");
            watching.end();
            assertThat(watching.number(BEANS)).isEqualTo(360);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void countsEveryCallOnceWhenItIsKilled(boolean isInFiles) throws Exception {
        try (LoggingServer server = server(TestServers.NEWEST, "jsonlog")) {
            String place = isInFiles ? server.folder().toString() : "server";
            Process process = collect(server, "--log", place);
            await(process, "SELECT count(*) FROM log_position", 1);
            for (int i = 0; i < 3; i++) {
                server.work(80);
                // As soon as some of it is stored.
                await(process, BEANS, 1 + 120L * i);
                process.destroyForcibly().waitFor();
                server.execute("SELECT pg_rotate_logfile()");
                server.work(40);
                kept.execute("DELETE FROM collection_lease");
                process = collect(server, "--log", place);
            }
            await(process, BEANS, 360);
            process.destroy();
            assertThat(process.waitFor()).isZero();
            assertThat(number(BEANS)).isEqualTo(360);
        }
    }

    @ParameterizedTest
    @CsvSource({"--mask-literals,false", "--no-mask-literals,true"})
    void keepsTheValuesInMessagesOnlyIfItIsTold(String option, boolean areKept) throws Exception {
        try (LoggingServer server = server(TestServers.NEWEST, "csvlog")) {
            Process process = collect(server, option);
            await(process, "SELECT count(*) FROM log_position", 1);
            assertThatThrownBy(() -> server.execute("SELECT 'bean47'::integer"))
                    .hasMessageContaining("bean47");
            await(process, "SELECT count(*) FROM log_event WHERE sqlstate = '22P02'", 1);
            process.destroy();
            assertThat(process.waitFor()).isZero();
            assertThat(number("SELECT count(*) FROM log_event WHERE message LIKE '%bean47%'"))
                    .isEqualTo(areKept ? 1 : 0);
            assertThat(number("SELECT count(*) FROM statement WHERE query_text LIKE '%bean47%'"))
                    .isZero();
        }
    }

    @Test
    void saysOnceThatAServerCollectsNoLog() {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST)) {
            Watching watching =
                    Watching.ofLogs(
                            repository,
                            kept,
                            LogOptions.of(new LogChoice.Server(false), true),
                            ConnectionSettings.to(
                                    shop.host(),
                                    shop.port(),
                                    shop.user(),
                                    shop.name(),
                                    shop.password()));
            watching.awaitMessage("logging_collector = on");
            watching.await("(SELECT count(*) > 20 FROM activity_sample)");
            watching.end();
            assertThat(watching.messages())
                    .filteredOn(message -> message.contains("logging_collector"))
                    .hasSize(1);
        }
    }

    /** Those that are worked out from what the server itself wrote into its log. */
    @ParameterizedTest
    @CsvSource({"14,csvlog,false", "18,jsonlog,true"})
    void tellsThePercentilesOfAllCallsOfARealServer(
            int major, String destination, boolean isInFiles) throws IOException {
        String both = destination.equals("csvlog") ? "csvlog" : "csvlog," + destination;
        try (LoggingServer server =
                new LoggingServer(
                        major,
                        Map.of(
                                "log_destination",
                                both,
                                "shared_preload_libraries",
                                "pg_stat_statements"))) {
            server.execute("CREATE EXTENSION pg_stat_statements");
            Watching watching = watch(server, isInFiles);
            watching.await("EXISTS (SELECT FROM log_position)");
            watching.await("EXISTS (SELECT FROM counter_look WHERE kind = 'statement')");
            server.work(200);
            watching.await("(" + BEANS + ") >= 200");
            watching.end();

            double[] times = times(server.folder());
            Figures figures = new Figures(repository);
            String report =
                    figures.queries(
                                    new FiguresOptions(null, Duration.ofHours(2), null),
                                    QueryOrder.CALLS,
                                    false)
                            .render(FiguresFormat.JSON, Layout.PLAIN);
            JsonNode bean =
                    JsonMapper.shared()
                            .readTree(report)
                            .get("queries")
                            .valueStream()
                            .filter(query -> query.get("pattern").asString().contains("bean"))
                            .findFirst()
                            .orElseThrow();
            assertThat(times).hasSize(200);
            assertThat(bean.get("p50Millis").asDouble())
                    .isCloseTo(times[99], withinPercentage(0.2));
            assertThat(bean.get("p95Millis").asDouble())
                    .isCloseTo(times[189], withinPercentage(0.2));
            assertThat(bean.get("p99Millis").asDouble())
                    .isCloseTo(times[197], withinPercentage(0.2));
        }
    }

    /** In order, as the csvlog has them. */
    private static double[] times(Path folder) throws IOException {
        Pattern entry =
                Pattern.compile(
                        "duration: ([0-9.]+) ms  (?:statement|execute <unnamed>): [^\"]*AS bean");
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return entry.matcher(all)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sorted()
                .toArray();
    }

    /** As a backup that somebody made there; the server may not read it itself. */
    @Test
    void leavesOutAFileThatTheServerMayNotReadAndSaysSoOnce() throws IOException {
        try (LoggingServer server = server(TestServers.NEWEST, "csvlog")) {
            Path hidden = Files.writeString(server.folder().resolve("zzz.csv"), "hidden\n");
            Files.setPosixFilePermissions(hidden, Set.of());
            Watching watching = watch(server, false);
            watching.await("EXISTS (SELECT FROM log_position)");
            server.work(20);
            server.execute("SELECT pg_rotate_logfile()");
            server.work(20);
            watching.await("(" + BEANS + ") >= 40");
            server.execute("SELECT pg_rotate_logfile()");
            server.work(20);
            watching.await("(" + BEANS + ") >= 60");
            watching.end();

            assertThat(watching.number(BEANS)).isEqualTo(60);
            assertThat(watching.messages())
                    .filteredOn(message -> message.contains("zzz.csv"))
                    .singleElement()
                    .asString()
                    .endsWith("the log file zzz.csv cannot be read, it is left out");
        }
    }

    private static LoggingServer server(int major, String destination) {
        return new LoggingServer(
                major,
                Map.of("log_destination", destination, "log_line_prefix", "%m [%p] %q%u@%d %a "));
    }

    private Watching watch(LoggingServer server, boolean isInFiles) {
        LogChoice choice =
                isInFiles ? new LogChoice.Files(server.folder()) : new LogChoice.Server(true);
        return Watching.ofLogs(
                repository, kept, LogOptions.of(choice, true), settings(server.server()));
    }

    private static ConnectionSettings settings(EmbeddedPostgres server) {
        return ConnectionSettings.to(
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                "postgres",
                server.superuserPassword());
    }

    private Process collect(LoggingServer server, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.pgwright.app.Main",
                                "collect",
                                "-d",
                                uri(
                                        server.server().port(),
                                        "postgres",
                                        server.server().superuserPassword()),
                                "--repository",
                                uri(kept.port(), kept.name(), kept.password())));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static String uri(int port, String database, String password) {
        return "postgres://postgres:" + password + "@127.0.0.1:" + port + "/" + database;
    }

    private void await(Process process, String sql, long least) {
        Watching.until(
                () -> {
                    assertThat(process.isAlive()).isTrue();
                    return number(sql) >= least;
                });
    }

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
