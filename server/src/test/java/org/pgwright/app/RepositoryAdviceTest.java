package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.follow.LoggingServer;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Advice on what was kept of a real server and its log. */
final class RepositoryAdviceTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Of what is run: the log comes in the order in which it was written. */
    private static final String LAST_CALL =
            "FROM query_performance_log WHERE source = 'log' AND query_pattern LIKE 'update orders%'";

    @TempDir private Path folder;

    private static LoggingServer server(int major) {
        LoggingServer server =
                new LoggingServer(
                        major,
                        Map.of(
                                "log_destination", "csvlog",
                                "shared_preload_libraries", "pg_stat_statements"));
        for (String sql :
                List.of(
                        "CREATE EXTENSION pg_stat_statements",
                        """
                        CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL,
                            status text NOT NULL, total numeric NOT NULL)
                        """,
                        """
                        INSERT INTO orders SELECT i, 1 + i * 7919 % 2000,
                               CASE WHEN i % 100 = 0 THEN 'open' ELSE 'done' END, i % 500
                          FROM generate_series(1, 40000) i
                        """,
                        "VACUUM ANALYZE orders",
                        "SELECT pg_stat_statements_reset()")) {
            server.execute(sql);
        }
        return server;
    }

    private static String uri(EmbeddedPostgres server) {
        return uri(server.port(), "postgres", server.superuserPassword());
    }

    private static String uri(TestDatabase kept) {
        return uri(kept.port(), kept.name(), kept.password());
    }

    private static String uri(int port, String database, String password) {
        return "postgres://postgres:" + password + "@127.0.0.1:" + port + "/" + database;
    }

    /** A first look at counters and log, what is run, and a second look that counts it. */
    private void collect(LoggingServer server, TestDatabase kept, String... options)
            throws SQLException {
        lookUntil("FROM log_position", server, kept, options);
        run(server.server());
        lookUntil(LAST_CALL, server, kept, options);
    }

    /** A busy machine may not come to the log in the first one. */
    private void lookUntil(String found, LoggingServer server, TestDatabase kept, String... options)
            throws SQLException {
        int looks = 0;
        do {
            assertThat(looks++).as(found).isLessThan(10);
            look(server, kept, options);
        } while (text(kept, "SELECT EXISTS (SELECT %s)::text".formatted(found)).equals("false"));
    }

    private void look(LoggingServer server, TestDatabase kept, String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "collect",
                                uri(server.server()),
                                "--repository",
                                uri(kept),
                                "--for",
                                "1s",
                                "--log",
                                "server"));
        arguments.addAll(List.of(options));
        Ending ending = new CommandLineFixture(folder).run(arguments.toArray(String[]::new));
        assertThat(ending.code()).as(ending.err()).isZero();
    }

    private static void run(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement();
                PreparedStatement open =
                        connection.prepareStatement(
                                "SELECT id, total FROM orders WHERE status = ? ORDER BY id")) {
            for (int i = 1; i <= 30; i++) {
                statement.execute("SELECT total FROM orders WHERE customer_id = " + i);
                statement.execute("SELECT * FROM orders WHERE id IN (" + i + ", 7, 8)");
                open.setString(1, "open");
                open.execute();
            }
            statement.execute("UPDATE orders SET total = 3 WHERE customer_id = 12");
        }
    }

    private JsonNode advice(String... arguments) {
        List<String> all = new ArrayList<>(List.of("advise"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        Ending ending = new CommandLineFixture(folder).run(all.toArray(String[]::new));
        assertThat(ending.code()).as(ending.err()).isZero();
        return JSON.readTree(ending.out());
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void equalsAdviceOnTheServersOwnStatements(int major) throws Exception {
        try (LoggingServer server = server(major);
                TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST)) {
            collect(server, kept);

            JsonNode live = advice(uri(server.server()));
            JsonNode stored =
                    advice(
                            uri(server.server()),
                            "--workload",
                            "repository",
                            "--repository",
                            uri(kept));

            assertThat(live.get("recommendations")).hasSizeGreaterThanOrEqualTo(1);
            assertThat(chosen(stored)).isEqualTo(chosen(live));
            assertSameCost(stored, live);
            assertThat(stored.get("findings")).isEqualTo(live.get("findings"));

            // from a snapshot of it, too, whatever is taken first
            Path snapshot = folder.resolve("shop.snapshot");
            Ending taken =
                    new CommandLineFixture(folder)
                            .run(
                                    "snapshot", uri(server.server()),
                                    "--repository", uri(kept),
                                    "--out", snapshot.toString());
            assertThat(taken.code()).as(taken.err()).isZero();
            assertSameCost(advice("--snapshot", snapshot.toString()), live);
            JsonNode of =
                    advice(
                            "--snapshot",
                            snapshot.toString(),
                            "--workload",
                            "repository",
                            "--repository",
                            uri(kept),
                            "--since",
                            "1h");
            assertThat(chosen(of)).isEqualTo(chosen(live));
            assertSameCost(of, live);
        }
    }

    /** What is recommended for which calls of which statements. */
    private static List<String> chosen(JsonNode report) {
        List<String> chosen = new ArrayList<>();
        for (JsonNode index : report.get("recommendations")) {
            chosen.add(index.get("definition").asString());
            for (JsonNode query : index.get("queries")) {
                chosen.add(query.get("hash").asString() + " " + query.get("calls").asLong());
            }
        }
        return chosen;
    }

    private static void assertSameCost(JsonNode stored, JsonNode live) {
        Percentage rounding = withPercentage(1e-9);
        for (String part : List.of("/cost/before", "/cost/after")) {
            assertThat(stored.at(part).asDouble()).isPositive();
            assertThat(stored.at(part).asDouble()).isCloseTo(live.at(part).asDouble(), rounding);
        }
    }

    @Test
    void usesTheValuesThatWereKeptAndOnlyThose() throws Exception {
        try (LoggingServer server = server(TestServers.NEWEST);
                TestDatabase masked = TestServers.freshDatabase(TestServers.NEWEST);
                TestDatabase whole = TestServers.freshDatabase(TestServers.NEWEST)) {
            lookUntil("FROM log_position", server, masked);
            collect(server, whole, "--no-mask-literals");
            lookUntil(LAST_CALL, server, masked);

            assertThat(
                            text(
                                    whole,
                                    "SELECT string_agg(literals::text, ' ') FROM query_performance_log"))
                    .contains("$1 = 'open'", "customer_id = 1\"");
            assertThat(text(masked, "SELECT count(literals)::text FROM query_performance_log"))
                    .isEqualTo("0");
            String partial = "WHERE status = 'open'";
            assertThat(
                            advice(uri(server.server()), "--repository", uri(masked))
                                    .get("recommendations")
                                    .toString())
                    .contains("customer_id")
                    .doesNotContain(partial);
            assertThat(
                            advice(uri(server.server()), "--repository", uri(whole))
                                    .get("recommendations")
                                    .toString())
                    .contains("customer_id")
                    .contains(partial);

            Path snapshot = folder.resolve("shop.snapshot");
            Ending taken =
                    new CommandLineFixture(folder)
                            .run(
                                    "snapshot",
                                    uri(server.server()),
                                    "--repository",
                                    uri(whole),
                                    "--no-values",
                                    "--out",
                                    snapshot.toString());
            assertThat(taken.code()).as(taken.err()).isZero();
            assertThat(advice("--snapshot", snapshot.toString()).get("recommendations").toString())
                    .doesNotContain("'open'");
            assertThat(Files.size(snapshot)).isPositive();
        }
    }

    private static String text(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void saysWhatIsMissing() {
        try (TestDatabase shop = ShopDatabase.create();
                TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST)) {
            CommandLineFixture commandLine = new CommandLineFixture(folder).on(shop);

            Ending unknown = commandLine.run("advise", "--repository", uri(kept));
            assertThat(unknown.code()).isNotZero();
            assertThat(unknown.err())
                    .contains(
                            "holds no statement of the database "
                                    + shop.name()
                                    + " because it is not watched")
                    .contains("run pgwright collect");
            assertThat(
                            commandLine
                                    .run("advise", "--repository", uri(kept), "--workload", "x.sql")
                                    .err())
                    .contains("both from --workload and from the repository");
            assertThat(commandLine.run("advise", "--since", "1h").err())
                    .contains("--since goes with the statements of the repository only");
            assertThat(commandLine.run("advise", "--repository", uri(kept), "--since", "0").err())
                    .contains("--since 0 is no time");
        }
    }
}
