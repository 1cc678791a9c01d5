package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.testing.TestDatabase;
import org.w3c.dom.Document;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

/** The gate of a build from the command line, on a real server. */
final class CheckTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BY_NAME = "SELECT id FROM customers WHERE name = 'customer 7'";

    @TempDir private Path folder;

    private TestDatabase shop;
    private CommandLineFixture commandLine;
    private Path queries;
    private Path baseline;

    @BeforeEach
    void createShop() throws IOException {
        shop =
                ShopDatabase.create()
                        .execute(
                                "CREATE INDEX orders_customer ON orders (customer_id, created_at)",
                                "ANALYZE");
        commandLine = new CommandLineFixture(folder).on(shop);
        queries = Files.createDirectory(folder.resolve("queries"));
        Files.writeString(
                queries.resolve("recent.sql"), "-- weight 20\n" + ShopDatabase.QUERY + ";\n");
        baseline = folder.resolve("baseline.json");
    }

    @AfterEach
    void dropShop() {
        shop.close();
    }

    private Ending check(String... arguments) {
        List<String> line = new ArrayList<>(List.of("check", "--workload", queries.toString()));
        line.addAll(List.of(arguments));
        return commandLine.run(line.toArray(String[]::new));
    }

    private void writeBaseline() {
        Ending ending = check("--write-baseline", baseline.toString());
        assertThat(ending.code()).as(ending.err()).isZero();
    }

    private Ending compare(String... arguments) {
        List<String> line = new ArrayList<>(List.of("--baseline", baseline.toString()));
        line.addAll(List.of(arguments));
        return check(line.toArray(String[]::new));
    }

    private JsonNode problems(Ending ending) {
        return JSON.readTree(ending.out()).get("problems");
    }

    private static List<String> rules(JsonNode problems) {
        List<String> rules = new ArrayList<>();
        problems.forEach(problem -> rules.add(problem.get("rule").asString()));
        return rules;
    }

    @Test
    void passesWhatIsAsItWasAndWritesTheSameBaselineTwice() throws IOException {
        writeBaseline();
        Path again = folder.resolve("again.json");

        Ending ending = compare("--write-baseline", again.toString());

        assertThat(ending.code()).as(ending.out() + ending.err()).isZero();
        assertThat(ending.err()).isEmpty();
        assertThat(ending.out()).isEqualTo("Passed: 0 errors, 0 warnings; checked 1 statement\n");
        assertThat(again).hasSameBinaryContentAs(baseline);
        JsonNode kept = JSON.readTree(Files.readString(baseline)).get("baseline");
        assertThat(kept.at("/statements/0/indexes/0").asString())
                .isEqualTo("public.orders_customer");
        assertThat(kept.at("/statements/0/cost").asDouble()).isPositive();
        assertThat(kept.get("indexes")).hasSize(3);
    }

    @Test
    void failsWhenAnIndexIsLostAndNamesItWithItsQuery() {
        writeBaseline();
        shop.execute("DROP INDEX orders_customer");

        Ending ending = compare("--format", "json");

        assertThat(ending.code()).as(ending.err()).isEqualTo(6);
        assertThat(ending.err()).contains("the check has failed with 4 errors");
        JsonNode problems = problems(ending);
        assertThat(rules(problems))
                .containsExactlyInAnyOrder(
                        "statement-costlier",
                        "sequential-scan",
                        "index-lost",
                        "foreign-key-without-index");
        JsonNode costlier = problems.get(0);
        assertThat(costlier.get("rule").asString()).isEqualTo("statement-costlier");
        assertThat(costlier.get("sentence").asString())
                .contains("it used public.orders_customer, which is gone");
        assertThat(costlier.get("subject").asString()).contains("FROM orders WHERE customer_id");
        assertThat(costlier.get("file").asString())
                .isEqualTo(queries.resolve("recent.sql").toString());
        assertThat(costlier.get("line").asInt()).isEqualTo(2);
    }

    @Test
    void failsWhenANewQueryReadsALargeTable() throws IOException {
        writeBaseline();
        shop.execute("ALTER TABLE orders ADD COLUMN note text");
        Files.writeString(queries.resolve("notes.sql"), "SELECT id FROM orders WHERE note = 'x';");

        Ending failed = compare("--format", "json");
        Ending passed = compare("--large-rows", "40000");

        assertThat(failed.code()).isEqualTo(6);
        assertThat(rules(problems(failed))).containsExactly("sequential-scan");
        assertThat(problems(failed).at("/0/sentence").asString())
                .isEqualTo("it reads all of public.orders, about 40,000 rows");
        assertThat(passed.code()).as(passed.out()).isZero();
    }

    @Test
    void failsWhenAStatementLosesItsColumn() {
        writeBaseline();
        shop.execute("ALTER TABLE orders RENAME COLUMN total TO amount");

        Ending ending = compare("--format", "json");

        assertThat(ending.code()).isEqualTo(6);
        assertThat(rules(problems(ending))).containsExactly("statement-fails");
        assertThat(problems(ending).at("/0/sentence").asString()).contains("total");
    }

    @Test
    void failsAnIndexThatABuildLeftInvalid() {
        writeBaseline();
        shop.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
                        + " 'orders_customer'::regclass");

        Ending ending = compare("--format", "json");

        assertThat(ending.code()).isEqualTo(6);
        assertThat(rules(problems(ending))).contains("index-invalid", "statement-costlier");
    }

    @Test
    void passesAnIndexThatWasRenamedOrAdded() {
        writeBaseline();
        shop.execute(
                "ALTER INDEX orders_customer RENAME TO by_customer",
                "CREATE INDEX customers_name ON customers (name)");

        Ending ending = compare();

        assertThat(ending.code()).as(ending.out()).isZero();
    }

    @Test
    void onlyWarnsWithoutABaselineUnlessStrict() throws IOException {
        shop.execute("DROP INDEX orders_customer");

        Ending lenient = check("--format", "json");
        Ending strict = check("--strict", "--format", "json");

        assertThat(lenient.code()).as(lenient.err()).isZero();
        assertThat(rules(problems(lenient)))
                .containsExactly("sequential-scan", "foreign-key-without-index");
        assertThat(strict.code()).isEqualTo(6);
        assertThat(problems(strict)).hasSize(2);
    }

    @Test
    void comparesSnapshotsOfTwoDays() {
        Path old = folder.resolve("old.snapshot");
        Path now = folder.resolve("new.snapshot");
        snapshot(old);
        shop.execute("DROP INDEX orders_customer");
        snapshot(now);

        Ending same =
                commandLine.run(
                        "check", "--snapshot", old.toString(), "--baseline", old.toString());
        Ending worse =
                commandLine.run(
                        "check", "--snapshot", now.toString(), "--baseline", old.toString());

        assertThat(same.code()).as(same.out() + same.err()).isZero();
        assertThat(worse.code()).as(worse.err()).isEqualTo(6);
        assertThat(worse.out()).contains("[index-lost]", "[statement-costlier]");
    }

    @Test
    void takesAStatementThatRanOnOneDayOnlyForNoNewOne() throws IOException {
        Path old = folder.resolve("old.snapshot");
        Path now = folder.resolve("new.snapshot");
        snapshot(old);
        Files.writeString(
                queries.resolve("recent.sql"), "SELECT count(*) FROM orders WHERE total = 7");
        snapshot(now);

        Ending ending =
                commandLine.run(
                        "check", "--snapshot", now.toString(), "--baseline", old.toString());

        assertThat(ending.code()).as(ending.out() + ending.err()).isZero();
        assertThat(ending.out()).contains("checked 2 statements");
    }

    private void snapshot(Path file) {
        Ending ending =
                commandLine.run(
                        "snapshot", "--out", file.toString(), "--workload", queries.toString());
        assertThat(ending.code()).as(ending.err()).isZero();
    }

    @Test
    void plansTheStatementsOfTheBaselineWhereTheDatabaseHasRunNone() throws IOException {
        Files.writeString(queries.resolve("name.sql"), BY_NAME);
        writeBaseline();
        shop.execute("DROP INDEX orders_customer");

        Ending ending =
                commandLine.run("check", "--baseline", baseline.toString(), "--format", "json");

        assertThat(ending.code()).as(ending.err()).isEqualTo(6);
        assertThat(rules(problems(ending))).contains("statement-costlier");
        assertThat(JSON.readTree(ending.out()).at("/checked/statements").asInt()).isEqualTo(2);
    }

    @Test
    void checksASchemaWithoutDataByTheStatisticsOfAnotherDatabase() {
        writeBaseline();
        Path lent = folder.resolve("shop.snapshot");
        snapshot(lent);
        shop.execute(
                "TRUNCATE orders, customers", "ANALYZE", "ALTER INDEX orders_customer RENAME TO o");

        Ending alone = compare("--format", "json");
        Ending same = compare("--statistics", lent.toString());
        shop.execute("DROP INDEX o");
        Ending worse = compare("--statistics", lent.toString());

        assertThat(JSON.readTree(alone.out()).get("notes").toString()).contains("are empty");
        assertThat(same.code()).as(same.out() + same.err()).isZero();
        assertThat(same.out())
                .contains("statistics of 2 empty tables")
                .doesNotContain("say little");
        assertThat(worse.code()).isEqualTo(6);
        assertThat(worse.out())
                .contains("[statement-costlier]", "[index-lost]", "about 40,000 rows");
    }

    @Test
    void estimatesTheSizeOfAnIndexThatOnlyTheSchemaHas() throws IOException {
        Files.writeString(queries.resolve("name.sql"), BY_NAME);
        Path lent = folder.resolve("shop.snapshot");
        snapshot(lent);
        Path real = folder.resolve("real.json");
        // No ANALYZE: it would draw other rows than the snapshot's, and costs would differ by
        // chance.
        shop.execute("CREATE INDEX customers_name ON customers (name)");
        check("--write-baseline", real.toString());
        shop.execute("TRUNCATE orders, customers", "ANALYZE");

        writeBaselineWith("--statistics", lent.toString());

        JsonNode guessed = JSON.readTree(Files.readString(baseline)).at("/baseline/statements");
        JsonNode built = JSON.readTree(Files.readString(real)).at("/baseline/statements");
        assertThat(guessed).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(guessed.get(i).get("indexes")).isEqualTo(built.get(i).get("indexes"));
            assertThat(guessed.get(i).get("cost").asDouble())
                    .isCloseTo(built.get(i).get("cost").asDouble(), withinPercentage(1));
        }
    }

    private void writeBaselineWith(String... arguments) {
        List<String> line = new ArrayList<>(List.of("--write-baseline", baseline.toString()));
        line.addAll(List.of(arguments));
        Ending ending = check(line.toArray(String[]::new));
        assertThat(ending.code()).as(ending.err()).isZero();
    }

    @Test
    void writesWhatBuildServersRead() throws Exception {
        writeBaseline();
        shop.execute("DROP INDEX orders_customer");
        Path xml = folder.resolve("check.xml");

        Ending junit = compare("--format", "junit", "--output", xml.toString());
        Ending sarif = compare("--format", "sarif");

        assertThat(junit.code()).isEqualTo(6);
        assertThat(junit.out()).isEmpty();
        Document document =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(xml.toFile());
        assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("3");
        assertThat(JSON.readTree(sarif.out()).at("/runs/0/results")).hasSize(4);
    }

    @Test
    void checksSqlFilesWithoutAnyDatabase() throws IOException {
        Path change = folder.resolve("V2.sql");
        Files.writeString(change, "SET lock_timeout = '5s';\nCREATE INDEX i ON orders (total);\n");
        CommandLineFixture nowhere = new CommandLineFixture(folder);

        Ending ending = nowhere.run("check", "--ddl", change.toString());

        assertThat(ending.code()).isEqualTo(6);
        assertThat(ending.out())
                .contains(change + ":2: error [require-concurrent-index-creation]")
                .endsWith("Failed: 1 error, 0 warnings; checked 1 SQL file\n");
        Files.writeString(change, "CREATE INDEX CONCURRENTLY i ON orders (total);\n");
        assertThat(nowhere.run("check", "--ddl", folder.toString()).code()).isZero();
    }

    @Test
    void saysInOneSentenceWhatIsWrongWithItsOptions() throws IOException {
        Path junk = Files.writeString(folder.resolve("junk"), "junk");

        assertUsage("is damaged", "--baseline", junk.toString());
        assertUsage("cannot be read", "--baseline", folder.resolve("none").toString());
        assertUsage("cannot be read", "--ddl", folder.resolve("none").toString());
        assertUsage("holds no file *.sql", "--ddl", folder.toString());
        assertUsage("is none of text, json, junit, sarif", "--format", "xml");
        assertUsage("is negative", "--large-rows", "-1");
        assertUsage("is no cost", "--min-cost-increase", "NaN");
        assertUsage(
                "name the same file",
                "--baseline",
                baseline.toString(),
                "--write-baseline",
                folder + "/./baseline.json");
    }

    private void assertUsage(String sentence, String... arguments) {
        Ending ending = check(arguments);

        assertThat(ending.code()).as(ending.err()).isEqualTo(2);
        assertThat(ending.err()).contains(sentence).hasLineCount(1);
        assertThat(ending.out()).isEmpty();
    }
}
