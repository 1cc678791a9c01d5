package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code pgwright export} as people and programs run it. */
final class ExportCommandTest {
    @TempDir private Path folder;

    private Path advice = Path.of("");

    @BeforeEach
    void writeAdvice() throws IOException {
        advice = folder.resolve("advice.json");
        try (InputStream sample =
                ExportCommandTest.class.getResourceAsStream("/org/pgwright/report/shop.json")) {
            Files.write(advice, sample == null ? new byte[0] : sample.readAllBytes());
        }
    }

    private Ending export(String format, Path output, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of("export", "--format", format, "--output", output.toString()));
        all.addAll(List.of(more));
        return new CommandLineFixture(folder).run(all.toArray(String[]::new));
    }

    private static List<String> names(Path output) throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesWhatPrometheusAndGrafanaTake() throws Exception {
        Path output = folder.resolve("monitoring");
        for (String format :
                List.of("prometheus-rules", "prometheus-scrape", "Grafana-Dashboard")) {
            Ending ending = export(format, output);
            assertThat(ending.code()).as(ending.err()).isZero();
        }
        assertThat(names(output))
                .containsExactly(
                        "pgwright-dashboard.json", "pgwright-rules.yml", "pgwright-scrape.yml");
        assertThat(Files.readString(output.resolve("pgwright-rules.yml")))
                .contains("alert: PostgresP99Latency");

        Ending strategies = export("prometheus-rules", output, "--database", "shop");
        assertThat(strategies.code()).isEqualTo(2);
        assertThat(strategies.err()).contains("leave out all but --format");
        Ending unknown = export("nagios", output);
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("'nagios' is none of sql,");
    }

    @Test
    void writesTheFilesOfAFileOfAdvice() throws Exception {
        Path output = folder.resolve("migration");
        Ending ending = export("flyway", output, "--file", advice.toString());

        assertThat(ending.code()).as(ending.err()).isZero();
        assertThat(names(output))
                .containsExactly(
                        "U20261120102100__pgwright_indexes.sql",
                        "U20261120102100__pgwright_indexes.sql.conf",
                        "V20261120102100__pgwright_indexes.sql",
                        "V20261120102100__pgwright_indexes.sql.conf",
                        "V20261120102100__pgwright_indexes.sql.down");
        assertThat(ending.out().lines())
                .hasSize(5)
                .first()
                .isEqualTo(output.resolve("V20261120102100__pgwright_indexes.sql").toString());
        assertThat(Files.readString(output.resolve("V20261120102100__pgwright_indexes.sql")))
                .contains(
                        "CREATE INDEX CONCURRENTLY IF NOT EXISTS"
                                + " \"orders_customer_id_created_at_idx\" ON \"public\".\"orders\"",
                        "CREATE INDEX IF NOT EXISTS \"Event_log_At_idx\" ON ONLY \"Shop\".U&\"Event",
                        "REINDEX INDEX CONCURRENTLY \"public\".\"orders_pkey\"",
                        "DROP INDEX CONCURRENTLY IF EXISTS"
                                + " \"public\".U&\"Customer\\000a\\002d\\002dDROP\"");
    }

    @Test
    void leavesFilesAloneThatAreTheSameAndReplacesOthersOnlyWhenForced() throws Exception {
        Path output = folder.resolve("db");
        String[] options = {"--file", advice.toString(), "--list", "json"};
        assertThat(export("sql", output, options).code()).isZero();
        Path up = output.resolve("20261120102100_pgwright_indexes.up.sql");
        Path down = output.resolve("20261120102100_pgwright_indexes.down.sql");
        String before = Files.readString(up);
        FileTime old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(up, old);

        Ending again = export("sql", output, options);
        assertThat(again.code()).isZero();
        assertThat(Files.getLastModifiedTime(up)).isEqualTo(old);
        JsonNode list = new JsonMapper().readTree(again.out()).get("files");
        assertThat(list).hasSize(2);
        assertThat(list.get(0).get("path").asString()).isEqualTo(up.toString());
        assertThat(list.get(0).get("purpose").asString()).isEqualTo("up");
        assertThat(list.get(0).get("written").asBoolean()).isFalse();

        Files.writeString(down, "-- by hand");
        Files.delete(up);
        Ending refused = export("sql", output, options);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is there, and is another; add --force");
        assertThat(refused.out()).isEmpty();
        assertThat(names(output)).containsExactly(down.getFileName().toString());
        assertThat(Files.readString(down)).isEqualTo("-- by hand");

        assertThat(export("sql", output, "--file", advice.toString(), "--force").code()).isZero();
        assertThat(Files.readString(up)).isEqualTo(before);
        assertThat(Files.readString(down)).contains("This is the way down");
    }

    @Test
    void takesStrategiesOfTheRepository() throws Exception {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST);
                TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST)) {
            shop.execute(
                    "CREATE TABLE orders (id int, customer_id int)",
                    "CREATE INDEX old ON orders (id)");
            Path sql = folder.resolve("indexes.sql");
            Files.writeString(
                    sql,
                    """
                    CREATE INDEX idx_orders_customer ON orders (customer_id);
                    DROP INDEX old;
                    """);
            CommandLineFixture commandLine = new CommandLineFixture(folder).on(shop);
            Ending none =
                    commandLine.run(
                            "export",
                            "--format",
                            "sql",
                            "--output",
                            folder.toString(),
                            "--repository",
                            kept.uri());
            assertThat(none.code()).isEqualTo(2);
            assertThat(none.err()).contains("there is no strategy to export");
            Ending proposed =
                    commandLine.run(
                            "apply",
                            "--sql",
                            sql.toString(),
                            "--dry-run",
                            "--repository",
                            kept.uri());
            assertThat(proposed.code()).as(proposed.err()).isZero();

            Path output = folder.resolve("versions");
            Ending all =
                    export(
                            "alembic",
                            output,
                            "--repository",
                            kept.uri(),
                            "--database",
                            shop.name());
            assertThat(all.code()).as(all.err()).isZero();
            assertThat(names(output)).hasSize(1);
            String python = Files.readString(output.resolve(names(output).getFirst()));
            assertThat(python)
                    .contains(
                            "CREATE INDEX CONCURRENTLY IF NOT EXISTS \\\"idx_orders_customer\\\" ON"
                                    + " \\\"public\\\".\\\"orders\\\"",
                            "DROP INDEX CONCURRENTLY IF EXISTS \\\"public\\\".\\\"old\\\"",
                            "CREATE INDEX CONCURRENTLY IF NOT EXISTS \\\"old\\\"");

            // a decision does not change the files
            assertThat(
                            commandLine
                                    .run(
                                            "strategy",
                                            "approve",
                                            "idx_orders_customer",
                                            "--repository",
                                            kept.uri())
                                    .code())
                    .isZero();
            Ending named =
                    export(
                            "alembic",
                            output,
                            "--repository",
                            kept.uri(),
                            "idx_orders_customer",
                            "old");
            assertThat(named.code()).as(named.err()).isZero();
            assertThat(names(output)).hasSize(1);
            Ending approved =
                    export(
                            "rails",
                            output,
                            "--repository",
                            kept.uri(),
                            "--status",
                            "approved",
                            "--first-version",
                            "7");
            assertThat(approved.code()).as(approved.err()).isZero();
            assertThat(Files.readString(output.resolve("7_pgwright_indexes_7.rb")))
                    .contains("class PgwrightIndexes7 <", "'idx_orders_customer'")
                    .doesNotContain("\"old\"");
        }
    }

    @Test
    void derivesTheApplicationOfDjango() throws Exception {
        Path output = Files.createDirectories(folder.resolve("shop")).resolve("migrations");
        assertThat(
                        export(
                                        "django",
                                        output,
                                        "--file",
                                        advice.toString(),
                                        "--depends-on",
                                        "0007_order_total")
                                .code())
                .isZero();
        assertThat(Files.readString(output.resolve("20261120102100_pgwright_indexes.py")))
                .contains("(\"shop\", \"0007_order_total\"),");
        assertThat(export("django", folder, "--file", advice.toString()).err())
                .contains("the label of Django's application is not known", "--app");
    }

    @Test
    void saysWhatIsWrongAndWritesNothing() throws Exception {
        Path output = folder.resolve("out");
        String file = advice.toString();
        assertThat(export("sql", output, "--file", file, "x").err())
                .contains("are named; name one");
        assertThat(export("sql", output, "x", "--database", "shop").err())
                .contains("do one of them");
        assertThat(export("sql", output, "--file", file, "--first-version", "1.2").err())
                .contains("is no number of up to 17 digits");
        assertThat(export("rails", output, "--file", file, "--depends-on", "a").err())
                .contains("--depends-on is for Alembic and Django only");
        assertThat(export("alembic", output, "--file", file, "--depends-on", "a\"b").err())
                .contains("names no migration");
        assertThat(export("sql", output, "--file", file, "--app", "shop").err())
                .contains("--app is for Django only");
        assertThat(export("knex", output, "--file", file).err())
                .contains("'knex' is none of sql, flyway, liquibase, alembic, rails, django");
        assertThat(export("sql", advice, "--file", file).err())
                .contains("is a file; name a folder");
        assertThat(export("sql", output.resolve("deep"), "--file", file).err())
                .contains("is in a folder that does not exist");
        Files.writeString(advice, "{\"version\": 1}");
        assertThat(export("sql", output, "--file", file).err()).contains("is no advice");
        assertThat(Files.exists(output)).isFalse();

        Ending help = new CommandLineFixture(folder).run("export", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Examples:", "--phases", "--first-version");
    }
}
