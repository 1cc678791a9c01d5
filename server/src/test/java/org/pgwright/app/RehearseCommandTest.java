package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Proposals are tried on a copy, which is then as it was. */
final class RehearseCommandTest {
    private static final String INDEXES =
            "SELECT indexname || ' ' || (SELECT bool_and(indisvalid) FROM pg_index)"
                    + " FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
    private static final String ROWS =
            "SELECT (SELECT count(*) FROM orders) || ' ' || (SELECT sum(total) FROM orders) || ' '"
                    + " || (SELECT count(*) FROM notes) || ' ' || (SELECT count(*) FROM events)";
    private static final String CREATE = "CREATE INDEX by_customer ON orders (customer_id);";

    @TempDir(factory = FolderInCache.class)
    private Path folder;

    private static TestDatabase shop;
    private static TestDatabase kept;
    private TestDatabase copy;

    /** What is proposed for the shop is not changed by rehearsing it. */
    @BeforeAll
    static void propose(@TempDir Path home) {
        shop = ShopDatabase.withStatements();
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        Ending proposed =
                new CommandLineFixture(home)
                        .on(shop)
                        .run("advise", "--propose", "--repository", kept.uri());
        assertThat(proposed.code()).isZero();
    }

    @AfterAll
    static void forget() {
        shop.close();
        kept.close();
    }

    @BeforeEach
    void create() {
        copy =
                ShopDatabase.create()
                        .execute(
                                "CREATE TABLE notes (id serial PRIMARY KEY, order_id bigint)",
                                "CREATE TABLE events (id integer, day integer)"
                                        + " PARTITION BY RANGE (day)",
                                "CREATE TABLE events_1 PARTITION OF events"
                                        + " FOR VALUES FROM (0) TO (10)",
                                "CREATE TABLE events_2 PARTITION OF events"
                                        + " FOR VALUES FROM (10) TO (20)",
                                "INSERT INTO events SELECT i, i % 20"
                                        + " FROM generate_series(1, 20000) i",
                                "CREATE FUNCTION note(bigint) RETURNS bigint LANGUAGE sql VOLATILE"
                                        + " AS 'INSERT INTO notes (order_id) VALUES ($1) RETURNING 1'",
                                "ANALYZE");
    }

    @AfterEach
    void drop() {
        copy.close();
    }

    @Test
    void triesWhatIsProposedWithWhatTheServerRan() {
        List<String> before = answers(INDEXES);

        Ending end = rehearse("-d", shop.name(), "--repository", kept.uri(), "--format", "json");

        assertThat(end.err()).contains("with a superuser's rights");
        assertThat(end.code()).isZero();
        JsonNode report = JsonMapper.shared().readTree(end.out());
        assertThat(report.path("faster").asInt()).isEqualTo(1);
        JsonNode index = report.path("indexes").path(0);
        assertThat(index.path("strategy").asString()).hasSize(36);
        assertThat(index.path("afterwards").asString()).isEqualTo("dropped again");
        assertThat(index.path("usedBy")).hasSize(1);
        assertThat(index.path("bytes").asLong()).isPositive();
        JsonNode query = report.path("statements").path(0);
        assertThat(query.path("measuredRatio").asDouble()).isLessThan(0.8);
        assertThat(query.path("promisedRatio").asDouble()).isLessThan(0.8);
        assertThat(query.path("draws").path(0).path("after").path("plan").toString())
                .contains("Index Scan", "?")
                .doesNotContain("'");
        assertThat(answers(INDEXES)).isEqualTo(before);
        String id = index.path("strategy").asString();
        assertThat(run("strategy", "show", id, "--repository", kept.uri()).out())
                .contains("proposed: rehearsed on " + copy.name(), "1 of 1 statements faster");
        assertThat(folder.resolve("data-rehearsals")).isDirectoryNotContaining("glob:**/*[!k]");
    }

    @Test
    void takesBackWhatStatementsWrite() throws IOException {
        String rows = answers(ROWS).getFirst();
        List<String> indexes = answers(INDEXES);
        Path queries = Files.createDirectory(folder.resolve("queries"));
        write(queries, "a", "INSERT INTO notes (order_id) SELECT id FROM orders LIMIT 5");
        write(queries, "b", "UPDATE orders SET total = 0 WHERE customer_id = 42");
        write(queries, "c", "DELETE FROM orders WHERE customer_id = 43");
        write(queries, "d", "SELECT note(id) FROM orders WHERE customer_id = 44");
        write(queries, "e", "INSERT INTO orders SELECT * FROM orders WHERE customer_id = 45");
        write(queries, "f", "SELECT pg_terminate_backend(id::int) FROM orders");
        write(queries, "g", "TRUNCATE orders; COMMIT; DROP TABLE notes");
        write(queries, "h", "SELECT count(*) FROM orders a, orders b, orders c");
        write(
                queries,
                "i",
                "SELECT ';', \"total\" AS \"a;b\" FROM orders WHERE customer_id = 46;--;");
        write(queries, "j", "SELECT id FROM events WHERE id = 77");
        write(queries, "k", "SELECT * FROM customers WHERE id = 7");

        Ending end =
                rehearse(
                        "--sql",
                        script(CREATE + "CREATE INDEX by_id ON events (id);"),
                        "--workload",
                        queries.toString(),
                        "--statement-timeout",
                        "1500ms",
                        "--yes");

        assertThat(end.code()).isZero();
        assertThat(answers(ROWS)).containsExactly(rows);
        assertThat(answers(INDEXES)).isEqualTo(indexes);
        assertThat(Integer.parseInt(answers("SELECT last_value FROM notes_id_seq").getFirst()))
                .isGreaterThan(5);
        assertThat(end.out())
                .containsPattern("create +public.by_customer .* 4 +done in .*; dropped again")
                .containsPattern("create +public.by_id .* 1 +done in .*; dropped again")
                .contains("it calls pg_terminate_backend")
                .contains("duplicate key value violates unique constraint")
                .contains("it takes longer than 1 s, before and after")
                .contains("SELECT ';', ")
                .contains("TRUNCATE", "DROP TABLE")
                .containsPattern("1 statement of\\s+other tables did not run")
                .contains("No statement is clearly slower");
    }

    @Test
    void failsWhereAStatementGetsSlower() throws IOException {
        copy.execute(CREATE);
        List<String> indexes = answers(INDEXES);
        Path queries = Files.createDirectory(folder.resolve("queries"));
        write(queries, "a", ShopDatabase.QUERY);

        Ending end =
                rehearse(
                        "--sql",
                        script("DROP INDEX by_customer"),
                        "--workload",
                        queries.toString(),
                        "--yes");

        assertThat(end.code()).isEqualTo(6);
        assertThat(end.out()).contains("slower", "made again", "Seq Scan on orders", "by_customer");
        assertThat(answers(INDEXES)).isEqualTo(indexes);
    }

    @Test
    void triesStatistics() throws IOException {
        copy.execute(
                "CREATE TABLE towns (city integer, zip integer)",
                "INSERT INTO towns SELECT i % 1000, i % 1000 FROM generate_series(1, 20000) i",
                "ANALYZE towns");
        Path queries = Files.createDirectory(folder.resolve("queries"));
        write(queries, "a", "SELECT city, zip, count(*) FROM towns GROUP BY city, zip");

        Ending end =
                rehearse(
                        "--sql",
                        script("CREATE STATISTICS (ndistinct) ON city, zip FROM towns"),
                        "--workload",
                        queries.toString(),
                        "--yes");

        assertThat(end.code()).isZero();
        assertThat(end.out())
                .contains("statistics public.towns_city_zip_stat", "done in", "dropped again");
        assertThat(answers("SELECT stxname FROM pg_statistic_ext")).isEmpty();
    }

    @Test
    void leavesTheIndexesOnWish() throws IOException {
        Path queries = Files.createDirectory(folder.resolve("queries"));
        write(queries, "a", ShopDatabase.QUERY);
        String[] options = {
            "--sql", script(CREATE), "--workload", queries.toString(), "--yes", "--keep"
        };

        Ending first = rehearse(options);
        Ending second = rehearse(options);

        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("it stays", "The indexes stay on the copy");
        assertThat(second.out()).contains("the copy has it so already");
        assertThat(answers(INDEXES)).contains("by_customer true");
    }

    @Test
    void refusesTheServerThatTheProposalsAreFor() throws IOException {

        Ending end = run("rehearse", "--on", shop.uri(), "--repository", kept.uri(), "--yes");
        Ending other = rehearse("--sql", script(CREATE), "--workload", folder.toString());

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains("is the server that the proposals are for, not a copy");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("add --yes to do it without asking");
    }

    @ParameterizedTest
    @CsvSource({"INT, 1", "KILL, 137"})
    void putsTheCopyBackWhenItIsEnded(String signal, int code) throws Exception {
        List<String> indexes = answers(INDEXES);
        Path queries = Files.createDirectory(folder.resolve("queries"));
        write(queries, "a", ShopDatabase.QUERY);
        String[] options = {
            "rehearse",
            "--on",
            copy.uri(),
            "--sql",
            script(CREATE),
            "--yes",
            "--runs",
            "100",
            "--workload",
            queries.toString(),
            "--lock-timeout",
            "50s"
        };
        Process process =
                fixture()
                        .process(options)
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        try {
            awaitIndex(process);
            killHeldUp(signal, process);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(code);
        if (signal.equals("INT")) {
            assertThat(folder.resolve("out")).content().contains("Broken off", "dropped again");
        } else {
            assertThat(answers(INDEXES)).contains("by_customer true");
            assertThat(rehearse("--settle").code()).isZero();
        }

        assertThat(answers(INDEXES)).isEqualTo(indexes);
        assertThat(rehearse("--settle").out()).contains("nothing is left");
    }

    /** While a statement waits, so that the rehearsal is not over before. */
    private void killHeldUp(String signal, Process process) throws Exception {
        try (Connection other = copy.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE orders");
            assertThat(process.isAlive()).isTrue();
            String pid = String.valueOf(process.pid());
            assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
        }
    }

    private void awaitIndex(Process process) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!answers(INDEXES).contains("by_customer true")) {
            assertThat(process.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private String script(String sql) throws IOException {
        Path file = folder.resolve("indexes.sql");
        Files.writeString(file, sql);
        return file.toString();
    }

    private static void write(Path queries, String name, String sql) throws IOException {
        Files.writeString(queries.resolve(name + ".sql"), sql);
    }

    private List<String> answers(String sql) {
        try (Connection connection = copy.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Ending rehearse(String... options) {
        return run(
                Stream.concat(Stream.of("rehearse", "--on", copy.uri()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private Ending run(String... arguments) {
        return fixture().run(arguments);
    }

    private CommandLineFixture fixture() {
        return new CommandLineFixture(folder)
                .on(shop)
                .with("PGWRIGHT_DATA", folder.resolve("data").toString());
    }
}
