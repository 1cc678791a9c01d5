package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.report.IndexScript;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.StatementText;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a runbook prints can be run, whatever the database's names are. */
final class RunbookCommandTest {
    private static final String NAME = "a='b' ```\"$(touch /x)\";--\\";
    private static final String TABLE = "\"Sch'ema\".\"ta ``` ble|;\"";

    /** These change something, or take long: they are only read. */
    private static final Set<String> CHANGING =
            Set.of("apply", "rollback", "reconcile", "advise", "backup");

    @TempDir private Path folder;

    private TestDatabase server;
    private TestDatabase shop;
    private TestDatabase kept;

    @BeforeEach
    void create() {
        server = TestServers.freshDatabase(TestServers.NEWEST);
        server.execute("CREATE DATABASE \"" + NAME.replace("\"", "\"\"") + "\" TEMPLATE template0");
        shop =
                new TestDatabase(
                        server.server(),
                        NAME,
                        server.host(),
                        server.port(),
                        server.user(),
                        server.password());
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        shop.execute(
                "CREATE EXTENSION pg_stat_statements",
                "CREATE EXTENSION pgstattuple",
                "CREATE SCHEMA \"Sch'ema\"",
                "CREATE TABLE " + TABLE + " (id integer, customer integer)",
                "INSERT INTO " + TABLE + " SELECT i, i % 1000 FROM generate_series(1, 200000) i",
                "CREATE INDEX \"bloated $(id) 'x'\" ON " + TABLE + " (id)",
                "CREATE TABLE \"Sch'ema\".other (id integer)",
                "CREATE INDEX \"broken\nnow\" ON \"Sch'ema\".other (id)",
                "DELETE FROM " + TABLE + " WHERE id % 10 < 8",
                "VACUUM ANALYZE " + TABLE,
                "UPDATE pg_index SET indisvalid = false"
                        + " WHERE indexrelid = '\"Sch''ema\".\"broken\nnow\"'::regclass");
    }

    @AfterEach
    void drop() {
        shop.close();
        server.close();
        kept.close();
    }

    @Test
    void printsOnlyWhatCanBeRun() throws Exception {
        fill();
        JsonNode runbook =
                JsonMapper.shared().readTree(run("runbook", "-d", NAME, "--format", "json").out());
        List<JsonNode> blocks = new ArrayList<>();
        runbook.path("sections").forEach(s -> s.path("blocks").forEach(blocks::add));

        int commands = 0;
        for (JsonNode block : blocks) {
            switch (block.path("kind").asString()) {
                case "command" -> commands += runCommand(block.path("command"));
                case "query" -> read(block.path("sql").asString());
                case "statement" -> prepare(block.path("sql").asString());
                case "file" -> prepareAll(block.path("sql").asString());
                case "text", "table" -> assertThat(block.path("kind").asString()).isNotEmpty();
                default -> throw new AssertionError(block);
            }
        }
        assertThat(commands).isGreaterThan(25);
        String all = runbook.toString();
        assertThat(all)
                .contains("REINDEX INDEX CONCURRENTLY", "bloated $(id) 'x'", "broken")
                .contains("rollback", "made_by_hand", "strategy", "shared_buffers")
                .containsPattern("\"work_mem\",\\s*\"\\d+ (kB|MB)\"")
                .contains("SELECT pg_cancel_backend(0);")
                .doesNotContain(kept.password());
        assertThat(all.indexOf("pg_cancel_backend"))
                .isLessThan(all.indexOf("pg_terminate_backend"));
        assertThat(fromShell()).isEqualTo(words(blocks));
    }

    @Test
    void saysWhatIsNotKnown() {
        assertThat(look().code()).isZero();
        Path file = folder.resolve("runbook.md");

        Ending end = run("runbook", "-d", NAME, "--output", file.toString());

        assertThat(end.code()).as(end.err()).isZero();
        assertThat(file)
                .content()
                .contains("Nothing is proposed or approved.")
                .contains("Nothing was changed by pgwright in that time.")
                .contains("No replica or replication slot was seen.")
                .contains("## Emergency", "## A slow query", "## Bloat", "## Every month");
        assertThat(run("runbook", "-d", "nowhere").err()).contains("knows no database 'nowhere'");
        assertThat(run("runbook", "--since", "0s").code()).isEqualTo(2);
    }

    private void fill() throws IOException {
        look();
        for (int i = 0; i < 20; i++) {
            shop.execute("SELECT id FROM " + TABLE + " WHERE customer = " + i);
        }
        look();
        Path script = folder.resolve("made.sql");
        Files.writeString(script, "CREATE INDEX made_by_hand ON " + TABLE + " (id, customer)");
        Ending applied = run("apply", "--sql", script.toString(), "--yes");
        assertThat(applied.code()).as(applied.out() + applied.err()).isZero();
        Ending advised = run("advise", "--propose");
        assertThat(advised.code()).as(advised.err()).isZero();
    }

    private Ending look() {
        return run("collect", "--for", "1s", "--log", "none");
    }

    private int runCommand(JsonNode given) {
        List<String> words = strings(given);
        if (!words.getFirst().equals("pgwright")) {
            assertThat(words.getFirst()).isEqualTo("psql");
            return 0;
        }
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        boolean isDecision = Set.of("approve", "dismiss").contains(arguments.get(1));
        if (CHANGING.contains(arguments.getFirst()) || isDecision) {
            arguments.add("--help");
        }
        Ending end = fixture().run(arguments.toArray(String[]::new));
        assertThat(end.code()).as(words + ": " + end.err()).isZero();
        return 1;
    }

    private void read(String sql) throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            assertThat(statement.execute(sql)).isTrue();
        }
    }

    private void prepare(String sql) throws SQLException {
        assertThat(StatementText.isSingle(sql)).isTrue();
        try (Connection connection = shop.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.getMetaData() == null).isEqualTo(!sql.startsWith("SELECT"));
        }
    }

    private void prepareAll(String sql) throws SQLException, IOException {
        for (String line : StatementText.split(sql).stream().map(s -> s.text()).toList()) {
            prepare(line);
        }
        Path file = folder.resolve("script.sql");
        Files.writeString(file, sql);
        assertThat(IndexScript.read(file)).isNotEmpty();
    }

    /** The words of all commands of the Markdown, as a shell takes them apart. */
    private List<List<String>> fromShell() throws Exception {
        String[] lines = run("runbook", "-d", NAME).out().split("\n", -1);
        List<List<String>> commands = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            if (lines[i - 1].matches("`{3,}sh")) {
                commands.add(shell(lines[i]));
            }
        }
        return commands;
    }

    private static List<String> shell(String line) throws Exception {
        Process shell =
                new ProcessBuilder("/bin/sh", "-c", "f() { printf '%s\\0' \"$@\"; }; f " + line)
                        .start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(line).isZero();
        return Arrays.asList(out.split("\0"));
    }

    private static List<List<String>> words(List<JsonNode> blocks) {
        return blocks.stream()
                .filter(block -> block.path("kind").asString().equals("command"))
                .map(block -> strings(block.path("command")))
                .collect(Collectors.toList());
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(one -> strings.add(one.asString()));
        return strings;
    }

    private Ending run(String... arguments) {
        return fixture()
                .run(
                        Stream.concat(Stream.of(arguments), Stream.of("--repository", kept.uri()))
                                .toArray(String[]::new));
    }

    private CommandLineFixture fixture() {
        return new CommandLineFixture(folder).on(shop);
    }
}
