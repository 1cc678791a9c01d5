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
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Every wrong input ends in one sentence with the remedy and its exit code, and changes nothing.
 */
final class BadInputTest {
    private static TestDatabase shop;

    @TempDir private Path folder;

    private CommandLineFixture commandLine;
    private String stateBefore;
    private Set<String> runsBefore;

    @BeforeAll
    static void createShop() {
        shop = ShopDatabase.withStatements();
    }

    @AfterAll
    static void dropShop() {
        shop.close();
    }

    @BeforeEach
    void rememberTheServer() throws SQLException, IOException {
        commandLine = new CommandLineFixture(folder).on(shop);
        stateBefore = state();
        runsBefore = runs();
    }

    @AfterEach
    void leavesTheServerAsItWas() throws SQLException, IOException {
        assertThat(state()).isEqualTo(stateBefore);
        assertThat(sessionsLeft()).as("sessions of ours that are left").isEqualTo("0");
        assertThat(runs()).as("servers of ours that are left").isEqualTo(runsBefore);
    }

    @Test
    void namesTheHostThatDoesNotExist() {
        assertFails(3, "no.such.host.invalid", "advise", "-h", "no.such.host.invalid");
    }

    @Test
    void namesThePortThatNobodyListensOn() {
        assertFails(3, "127.0.0.1:1", "advise", "-h", "127.0.0.1", "-p", "1");
    }

    @Test
    void saysThatThePasswordIsWrongWithoutShowingIt() {
        commandLine.with("PGPASSWORD", "s3cr3t");
        Ending ending = assertFails(3, "password", "advise");
        assertThat(ending.err()).doesNotContain("s3cr3t");
    }

    @Test
    void masksThePasswordOfAUriAndNamesTheBetterWays() {
        Ending ending =
                commandLine.run(
                        "advise",
                        "postgres://postgres:s3cr3t@127.0.0.1:" + shop.port() + "/" + shop.name());
        assertThat(ending.code()).isEqualTo(3);
        assertThat(ending.err()).contains("PGPASSWORD", ".pgpass").doesNotContain("s3cr3t");
        assertThat(ending.err()).containsOnlyOnce("a password on the command line");
    }

    @Test
    void warnsOnceOfAPasswordOnTheCommandLineThatIsRight() {
        for (String command : List.of("advise", "doctor")) {
            Ending ending = commandLine.run(command, shop.uri());
            assertThat(ending.code()).as(ending.err()).isZero();
            assertThat(ending.err()).containsOnlyOnce("a password on the command line");
        }
    }

    @Test
    void namesTheRoleThatDoesNotExist() {
        assertFails(3, "nobody_at_all", "advise", "-U", "nobody_at_all");
    }

    @Test
    void namesTheDatabaseThatDoesNotExist() {
        assertFails(3, "no_such_shop", "advise", "-d", "no_such_shop");
    }

    @Test
    void saysWhichGrantTheRoleLacksToConnect() {
        withRole(
                "locked_out",
                "",
                () -> {
                    shop.execute("REVOKE CONNECT ON DATABASE " + shop.name() + " FROM PUBLIC");
                    assertFails(3, "GRANT CONNECT", "advise", "-U", "locked_out");
                    shop.execute("GRANT CONNECT ON DATABASE " + shop.name() + " TO PUBLIC");
                });
    }

    @Test
    void saysThatPgStatStatementsIsMissing() {
        try (TestDatabase without = ShopDatabase.create()) {
            Ending ending = new CommandLineFixture(folder).on(without).run("advise");
            assertOneSentence(ending, 4, "CREATE EXTENSION pg_stat_statements");
            assertThat(ending.err()).contains("--workload");
        }
    }

    @Test
    void tellsWhatIsWrongWithTheOnlyStatementOfAWorkload() throws IOException {
        Path file = Files.writeString(folder.resolve("q.sql"), "SELEC id FROM orders;");
        assertFails(4, "SELEC", "advise", "--workload", file.toString());
    }

    @Test
    void tellsThatAWorkloadIsForAnotherSchema() throws IOException {
        Path file = Files.writeString(folder.resolve("q.sql"), "SELECT * FROM invoices WHERE a=1;");
        assertFails(4, "invoices", "advise", "--workload", file.toString());
    }

    @Test
    void tellsWhatIsWrongWithTheFirstStatementThatIsMoreThanDdl() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("q.sql"),
                        "CREATE TABLE a (b int);\nSELECT * FROM invoices;");
        assertFails(4, "invoices", "advise", "--workload", file.toString());
    }

    @Test
    void warnsOfAnExclusionThatNamesNoTable() {
        Ending ending = commandLine.run("advise", "--exclude", "nope,customers");
        assertThat(ending.code()).as(ending.err()).isZero();
        assertThat(ending.err())
                .contains("warning: no table is named 'nope' (--exclude)")
                .doesNotContain("customers");
    }

    @Test
    void quotesAnEmptyValue() {
        assertFails(2, "'' is a folder", "snapshot", "--out", "");
        assertFails(2, "no table is named ''", "advise", "--include", "");
    }

    @Test
    void listsTheCommandsInWholePhrases() {
        String help = commandLine.run("--help").out();
        assertThat(help).contains("Recommends indexes for a database.\n");
        assertThat(help).contains("Shows what pgwright does, on a PostgreSQL of its own.\n");
        String commands = help.substring(help.indexOf("Commands:"), help.indexOf("Examples:"));
        assertThat(commands.lines().skip(1).filter(line -> !line.isBlank()))
                .allSatisfy(line -> assertThat(line).endsWith("."));
    }

    @Test
    void listsTheValuesOfAnOptionAsTheyAreTyped() {
        assertFails(2, "none of text, json, sql, markdown", "advise", "--format", "pdf");
        assertFails(2, "none of twin, hypopg", "advise", "--what-if", "guess");
        assertFails(2, "not a whole number", "advise", "--max-indexes", "many");
        assertFails(2, "not a whole number", "advise", "--min-calls", "few");
        assertFails(2, "not a number", "demo", "--scale", "x");
    }

    @Test
    void refusesACacheFolderThatDependsOnTheWorkingFolder() {
        commandLine.with("PGWRIGHT_CACHE", "cache");
        assertFails(2, "PGWRIGHT_CACHE is 'cache'", "advise");
    }

    @Test
    void namesTheVariableOfACacheFolderThatIsNotOurs() {
        commandLine.with("PGWRIGHT_CACHE", "/tmp");
        Ending ending = assertFails(2, "PGWRIGHT_CACHE", "advise");
        assertThat(ending.err()).doesNotContain("remove");
    }

    @Test
    void namesTheWorkloadThatDoesNotExist() {
        assertFails(2, "nowhere.sql", "advise", "--workload", "nowhere.sql");
    }

    @Test
    void asksForAStatementWhereTheWorkloadHasNone() throws IOException {
        Path file = Files.writeString(folder.resolve("q.sql"), "-- nothing here\n");
        assertFails(4, "q.sql", "advise", "--workload", file.toString());
    }

    @Test
    void offersTheNearestNameForAnUnknownTable() {
        assertFails(2, "public.orders", "advise", "--include", "oders");
    }

    @ParameterizedTest
    @CsvSource({
        "--budget, 500XB",
        "--budget, -1",
        "--max-indexes, many",
        "--max-indexes, -1",
        "--min-calls, -3",
        "--min-time, soon",
        "--what-if, guess",
        "--format, pdf",
        "--port, 99999"
    })
    void namesTheOptionWithAnUnusableValue(String option, String value) {
        Ending ending = assertFails(2, value, "advise", option + "=" + value);
        assertThat(ending.err()).containsIgnoringCase(option.substring(2));
    }

    @Test
    void refusesASnapshotAndAServerTogether() {
        assertFails(2, "snapshot", "advise", "-h", "localhost", "--snapshot", "x.snapshot");
    }

    @Test
    void refusesAFolderWithoutPostgresForTheTwin() {
        assertFails(2, folder.toString(), "advise", "--twin-postgres", folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a snapshot at all", "{\"format\": \"pgwright-snapshot\"}"})
    void refusesAForeignSnapshot(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("foreign.snapshot"), content);
        assertFails(2, "foreign.snapshot", "advise", "--snapshot", file.toString());
    }

    @Test
    void refusesAnotherCompressedFile() throws IOException {
        assertFails(2, "not a pgwright snapshot", "advise", "--snapshot", zipped("[1, 2, 3]"));
    }

    @Test
    void refusesASnapshotOfANewerVersion() throws IOException {
        String newer = zipped("{\"format\":\"pgwright-snapshot\",\"version\":99,\"snapshot\":{}}");
        assertFails(2, "version 99", "advise", "--snapshot", newer);
    }

    @Test
    void refusesASnapshotThatIsCutOff() throws IOException {
        Path whole = folder.resolve("whole.snapshot");
        assertThat(commandLine.run("snapshot", "--out", whole.toString()).code()).isZero();
        byte[] content = Files.readAllBytes(whole);
        Path half = folder.resolve("half.snapshot");
        Files.write(half, List.of());
        try (OutputStream out = Files.newOutputStream(half)) {
            out.write(content, 0, content.length / 2);
        }
        assertFails(2, "half.snapshot", "advise", "--snapshot", half.toString());
    }

    @Test
    void worksUnderAShortStatementTimeoutOfTheRole() {
        withRole(
                "hasty",
                "ALTER ROLE hasty SET statement_timeout = '50ms'",
                () -> {
                    shop.execute("GRANT pg_monitor, pg_read_all_data TO hasty");
                    assertThat(commandLine.run("advise", "-U", "hasty").code()).isZero();
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 400, 2_000, 20_000})
    void saysThatTheServerWentAway(long bytes) throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(shop.port(), bytes)) {
            assertFails(
                    3,
                    "server",
                    "advise",
                    "postgres://127.0.0.1:" + proxy.port() + "/" + shop.name());
        }
    }

    @Test
    void namesTheFolderOfTheOutputThatDoesNotExistBeforeItReadsAnything() {
        String file = folder.resolve("none/report.json").toString();
        assertFails(2, "none/report.json", "advise", "-h", "no.such.host", "--output", file);
    }

    @Test
    void saysThatThereIsNoRoomForTheReport() {
        assertFails(1, "no room for /dev/full", "advise", "--output", "/dev/full");
    }

    @Test
    void refusesToWriteASnapshotOverADevice() {
        assertFails(2, "/dev/null", "snapshot", "--out", "/dev/null");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void refusesToWriteASnapshotOverALinkToADeviceBeforeItReadsAnything() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("out"), Path.of("/dev/null"));
        assertFails(
                2, "no regular file", "snapshot", "-h", "no.such.host", "--out", link.toString());
        assertThat(link).isSymbolicLink();
    }

    private Ending assertFails(int code, String said, String... arguments) {
        Ending ending = commandLine.run(arguments);
        assertOneSentence(ending, code, said);
        return ending;
    }

    private static void assertOneSentence(Ending ending, int code, String said) {
        List<String> lines =
                ending.err().lines().filter(line -> !line.contains("warning:")).toList();
        assertThat(ending.code()).as(ending.err()).isEqualTo(code);
        assertThat(lines).as(ending.err()).hasSize(1);
        assertThat(lines.getFirst()).startsWith("pgwright: ").contains("; ").contains(said);
        assertThat(ending.err()).doesNotContain("\tat ", "Exception");
        assertThat(ending.out()).isEmpty();
    }

    /** The run folders of this process's servers, that of the test server included. */
    private static Set<String> runs() throws IOException {
        try (Stream<Path> runs = Files.list(TestServers.cache().resolve("run"))) {
            return runs.map(run -> String.valueOf(run.getFileName()))
                    .filter(name -> name.startsWith(ProcessHandle.current().pid() + "-"))
                    .collect(Collectors.toSet());
        }
    }

    private void withRole(String name, String alter, Runnable work) {
        shop.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'p'");
        try {
            if (!alter.isEmpty()) {
                shop.execute(alter);
            }
            commandLine.with("PGPASSWORD", "p");
            work.run();
        } finally {
            shop.execute("DROP OWNED BY " + name, "DROP ROLE " + name);
        }
    }

    private String zipped(String content) throws IOException {
        Path file = folder.resolve("zipped.snapshot");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file.toString();
    }

    private static final String STATE =
            """
            SELECT (SELECT string_agg(c.oid || c.relname || c.relfilenode, ',' ORDER BY c.oid)
                      FROM pg_class c WHERE c.oid >= 16384)
                || (SELECT string_agg(name || setting, ',' ORDER BY name) FROM pg_settings
                     WHERE name NOT LIKE 'transaction%')
            """;

    private static final String SESSIONS =
            """
            SELECT count(*), pg_sleep(0.02) FROM pg_stat_activity
             WHERE application_name = 'pgwright'
            """;

    /** The server notices the end of a session a little later than we do. */
    private static String sessionsLeft() throws SQLException {
        String left = query(SESSIONS);
        for (int tries = 0; tries < 200 && !left.equals("0"); tries++) {
            left = query(SESSIONS);
        }
        return left;
    }

    private static String state() throws SQLException {
        return query(STATE);
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = shop.connect();
                var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
