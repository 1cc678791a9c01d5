package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.testing.TestDatabase;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** Advice from the command line, on a real server. */
final class AdviseTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static TestDatabase shop;

    @TempDir private Path folder;

    private CommandLineFixture commandLine;
    private String workload;

    @BeforeAll
    static void createShop() {
        shop = ShopDatabase.withStatements();
    }

    @AfterAll
    static void dropShop() {
        shop.close();
    }

    @BeforeEach
    void writeTheWorkload() throws IOException {
        commandLine = new CommandLineFixture(folder).on(shop);
        Path file = folder.resolve("recent.sql");
        Files.writeString(file, "-- weight 20\n" + ShopDatabase.QUERY + ";\n");
        workload = file.toString();
    }

    @ParameterizedTest
    @CsvSource({"de, DE", "ar, EG"})
    void writesNumbersTheSameWayUnderEveryLocale(String language, String country) throws Exception {
        Path out = folder.resolve("out");
        ProcessBuilder builder = commandLine.process("advise", "--workload", workload);
        builder.environment()
                .put(
                        "JDK_JAVA_OPTIONS",
                        "-Duser.language=" + language + " -Duser.country=" + country);
        Process process =
                builder.redirectOutput(out.toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(out))
                .containsPattern("in [0-9]+\\.[0-9] s")
                .doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
    }

    @Test
    void recommendsTheMissingIndexFromTheServersOwnStatements() {
        Ending ending = commandLine.run("advise");

        assertThat(ending.code()).as(ending.err()).isZero();
        assertThat(ending.err()).isEmpty();
        assertThat(ending.out())
                .contains("Recommendations (1)", "public.orders", "(customer_id, created_at")
                .contains("CREATE INDEX CONCURRENTLY");
    }

    @Test
    void writesAllFieldsOfTheJsonContract() {
        JsonNode report = json(commandLine.run("advise", "--format", "json"));

        assertThat(report.get("version").asInt()).isEqualTo(1);
        assertThat(report.at("/database/name").asString()).isEqualTo(shop.name());
        assertThat(report.at("/database/serverVersion").asString()).startsWith("18");
        assertThat(report.at("/database/sizeBytes").asLong()).isPositive();
        assertThat(report.at("/database/systemIdentifier").asString()).matches("\\d+");
        assertThat(report.at("/database/schemaFingerprint").asString()).matches("[0-9a-f]{64}");
        assertThat(report.at("/cost/after").asDouble())
                .isLessThan(report.at("/cost/before").asDouble());
        JsonNode index = report.at("/recommendations/0");
        assertThat(index.get("action").asString()).isEqualTo("create");
        assertThat(index.get("table").asString()).isEqualTo("public.orders");
        assertThat(index.at("/columns/0").asString()).isEqualTo("customer_id");
        assertThat(index.get("bytes").asLong()).isPositive();
        assertThat(index.at("/queries/0/hash").asString()).matches("[0-9a-f]{64}");
        assertThat(report.at("/findings/0/kind").asString()).isEqualTo("foreign-key-without-index");
    }

    @Test
    void hasNothingToSayOnceItsOwnScriptHasRun() {
        try (TestDatabase cured = ShopDatabase.create()) {
            CommandLineFixture there = new CommandLineFixture(folder).on(cured);
            JsonNode report = json(there.run("advise", "--workload", workload, "--format", "json"));
            report.get("recommendations")
                    .forEach(
                            index ->
                                    index.get("statements")
                                            .forEach(sql -> cured.execute(sql.asString())));
            cured.execute("ANALYZE");

            Ending again = there.run("advise", "--workload", workload);

            assertThat(report.get("recommendations")).hasSize(1);
            assertThat(again.code()).isZero();
            assertThat(again.out()).contains("Recommendations (0)");
        }
    }

    @Test
    void tellsHowManyStatementsASnapshotHolds() throws IOException {
        Path one = Files.writeString(folder.resolve("one.sql"), "SELECT id FROM orders");
        String file = folder.resolve("counted.snapshot").toString();

        assertThat(commandLine.run("snapshot", "--out", file, "--workload", one.toString()).out())
                .endsWith(" 1 statement\n");
    }

    @Test
    void samplesTheExpressionsThatItIsAskedFor() throws IOException {
        try (TestDatabase mixed = ShopDatabase.create()) {
            CommandLineFixture there = new CommandLineFixture(folder).on(mixed);
            Path file =
                    Files.writeString(
                            folder.resolve("names.sql"),
                            "SELECT id FROM customers WHERE upper(name) = 'CUSTOMER 77';");
            String names = file.toString();
            String snapshot = folder.resolve("mixed.snapshot").toString();

            JsonNode online = json(there.run("advise", "--workload", names, "--format", "json"));
            Ending taken = there.run("snapshot", "--out", snapshot, "--workload", names);
            JsonNode offline =
                    json(commandLine.run("advise", "--snapshot", snapshot, "--format", "json"));

            assertThat(online.at("/recommendations/0/definition").asString())
                    .contains("(upper(name))");
            // One row of 2,000, not the half per cent that the planner takes without a sample.
            assertThat(online.at("/cost/after").asDouble()).isLessThan(9);
            assertThat(taken.err()).isEmpty();
            assertThat(offline.get("recommendations")).isEqualTo(online.get("recommendations"));
            assertThat(offline.get("cost")).isEqualTo(online.get("cost"));
        }
    }

    @Test
    void givesTheSameAdviceFromASnapshotAsOnline() {
        String snapshot = folder.resolve("shop.snapshot").toString();
        assertThat(commandLine.run("snapshot", "--out", snapshot, "--workload", workload).code())
                .isZero();

        JsonNode online =
                json(commandLine.run("advise", "--workload", workload, "--format", "json"));
        JsonNode offline =
                json(
                        new CommandLineFixture(folder)
                                .run("advise", "--snapshot", snapshot, "--format", "json"));

        assertThat(withoutTimes(offline)).isEqualTo(withoutTimes(online));
    }

    @Test
    void advisesFromASnapshotWithoutUserData() throws IOException {
        Path snapshot = folder.resolve("bare.snapshot");
        assertThat(commandLine.run("snapshot", "--no-values", "--out", snapshot.toString()).code())
                .isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot)))
                .isEqualTo("rw-------");
        Ending ending =
                new CommandLineFixture(folder).run("advise", "--snapshot", snapshot.toString());
        assertThat(ending.out()).contains("(customer_id, created_at");
    }

    @ParameterizedTest
    @CsvSource({
        "--budget, 8kB",
        "--max-indexes, 0",
        "--exclude, orders",
        "--include, customers",
        "--include, public.cust*"
    })
    void recommendsNothingBeyondItsLimits(String option, String value) {
        Ending ending = commandLine.run("advise", "--workload", workload, option, value);

        assertThat(ending.code()).as(ending.err()).isZero();
        assertThat(ending.out()).contains("Recommendations (0)");
    }

    @Test
    void endsTheSearchAtItsDeadlineAndSaysSo() {
        JsonNode report = json(commandLine.run("advise", "--deadline", "1us", "--format", "json"));
        assertThat(report.at("/statistics/cutShort").booleanValue()).isTrue();
        assertThat(report.at("/recommendations").isArray()).isTrue();
    }

    @Test
    void showsWhatFewerBytesWouldDo() {
        JsonNode points =
                json(commandLine.run("advise", "--frontier", "--format", "json")).at("/frontier");
        assertThat(points.size()).isGreaterThanOrEqualTo(2);
        assertThat(points.get(0).at("/bytes").longValue()).isZero();
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).at("/bytes").longValue())
                    .isGreaterThan(points.get(i - 1).at("/bytes").longValue());
            assertThat(points.get(i).at("/cost").doubleValue())
                    .isLessThan(points.get(i - 1).at("/cost").doubleValue());
        }
    }

    @Test
    void leavesOutStatementsThatRanTooRarely() {
        Ending ending = commandLine.run("advise", "--min-calls", "1000");

        assertThat(ending.code()).isEqualTo(4);
        assertThat(ending.err()).contains("--min-calls");
    }

    @Test
    void takesAUriWithAPasswordAndWarnsOfIt() {
        Ending ending = new CommandLineFixture(folder).run("advise", shop.uri());

        assertThat(ending.code()).as(ending.err()).isZero();
        assertThat(ending.err()).contains("warning:", ".pgpass").doesNotContain(shop.password());
        assertThat(ending.out()).doesNotContain(shop.password());
    }

    @Test
    void writesTheReportToAFileBehindALinkAndNothingElse() throws IOException {
        Path file = folder.resolve("report.sql");
        Files.writeString(file, "an older report");
        Path link = Files.createSymbolicLink(folder.resolve("link.sql"), file);

        Ending ending =
                commandLine.run(
                        "advise",
                        "--workload",
                        workload,
                        "--format",
                        "sql",
                        "--output",
                        link.toString());

        assertThat(ending.code()).as(ending.err()).isZero();
        assertThat(ending.out()).isEmpty();
        assertThat(link).isSymbolicLink();
        assertThat(file).content().startsWith("-- Index recommendations").contains("CREATE INDEX");
    }

    @Test
    void saysThatHypopgIsNotInstalled() {
        Ending ending = commandLine.run("advise", "--what-if", "hypopg");

        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err()).hasLineCount(1).contains("CREATE EXTENSION hypopg");
    }

    @Test
    void advisesARoleThatMaySeeLittleAndSaysWhatIsMissing() {
        shop.execute("CREATE ROLE guest LOGIN PASSWORD 'p'");
        try {
            Ending ending =
                    commandLine
                            .with("PGPASSWORD", "p")
                            .run("advise", "-U", "guest", "--workload", workload);

            assertThat(ending.code()).as(ending.err()).isZero();
            assertThat(ending.out()).contains("Not read", "pg_read_all_data", "pgwright doctor");
        } finally {
            shop.execute("DROP OWNED BY guest", "DROP ROLE guest");
        }
    }

    @Test
    void showsNoPasswordThatAStatementHolds() {
        shop.execute("CREATE ROLE keeper LOGIN PASSWORD 's3cr3t'");
        try {
            Ending ending = commandLine.run("advise", "--format", "json");

            assertThat(ending.out())
                    .containsIgnoringCase("CREATE ROLE keeper")
                    .doesNotContain("s3cr3t");
        } finally {
            shop.execute("DROP ROLE keeper");
        }
    }

    private static JsonNode json(Ending ending) {
        assertThat(ending.code()).as(ending.err()).isZero();
        return JSON.readTree(ending.out());
    }

    private static JsonNode withoutTimes(JsonNode report) {
        ((ObjectNode) report.get("database")).remove("takenAt");
        ((ObjectNode) report.get("statistics")).remove("elapsedMillis");
        return report;
    }
}
