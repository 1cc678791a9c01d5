package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Indexes are proposed, decided on, changed and taken back from the command line. */
final class ApplyCommandTest {
    @TempDir private Path folder;

    private TestDatabase shop;
    private TestDatabase kept;

    @BeforeEach
    void create() {
        shop = ShopDatabase.withStatements();
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        shop.execute(
                "CREATE TABLE crates (id integer, label text)",
                "CREATE INDEX crates_id ON crates (id)");
    }

    @AfterEach
    void drop() {
        shop.close();
        kept.close();
    }

    @Test
    void takesAProposalThroughItsLife() {
        assertThat(run("advise", "--propose").code()).isZero();
        Ending list = run("strategy", "list", "--status", "proposed");
        assertThat(list.out()).contains("create").contains("proposed");
        String id = list.out().lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];

        assertThat(run("strategy", "approve", id, "--reason", "tested").code()).isZero();
        assertThat(run("apply", "--dry-run").out()).contains("planned").contains("CREATE INDEX");
        assertThat(run("apply", "--yes").out()).contains("applied");
        assertThat(run("apply", "--yes").out()).isEqualTo("nothing to do\n");
        assertThat(run("strategy", "show", id).out())
                .contains("approved: tested", "watched", "CREATE /* pgwright:change");
        assertThat(run("rollback", id, "--format", "json").out())
                .contains("\"applied\"", "\"action\" : \"drop\"");
        assertThat(run("strategy", "show", id).out()).contains("rolled back since");
        assertThat(run("reconcile").out()).isEqualTo("nothing to do\n");
    }

    @Test
    void doesWhatAFileOfAdviceSays() throws IOException {
        Path file = folder.resolve("advice.json");
        assertThat(advise(file).code()).isZero();

        Ending end = run("apply", "--file", file.toString(), "--yes");

        assertThat(end.code()).isZero();
        assertThat(end.out()).contains("create").contains("applied");
    }

    @Test
    void refusesAdviceForAnotherSystem() throws IOException {
        Path file = folder.resolve("advice.json");
        assertThat(advise(file).code()).isZero();
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst(
                                "\"systemIdentifier\" : \"\\d+", "\"systemIdentifier\" : \"1"));

        Ending end = run("apply", "--file", file.toString(), "--yes");

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains("is about another PostgreSQL system");
    }

    @Test
    void refusesAdviceWhoseTablesHaveChanged() throws IOException {
        Path file = folder.resolve("advice.json");
        assertThat(advise(file).code()).isZero();
        shop.execute("ALTER TABLE orders ADD COLUMN beside integer");
        assertThat(run("apply", "--file", file.toString(), "--dry-run").code()).isZero();
        shop.execute("CREATE INDEX orders_beside ON orders (beside)");

        Ending end = run("apply", "--file", file.toString(), "--yes");

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err())
                .contains("has changed since the advice was given", "public.orders_beside is new");
        shop.execute("DROP INDEX orders_beside", "DROP TABLE orders CASCADE");
        assertThat(run("apply", "--file", file.toString(), "--yes").err())
                .contains("the table public.orders is gone");
    }

    @Test
    void goesOnWithAFileThatWasDoneInPart() throws IOException {
        Path file = folder.resolve("advice.json");
        assertThat(advise(file).code()).isZero();
        assertThat(run("apply", "--file", file.toString(), "--yes").out()).contains("applied");

        Ending again = run("apply", "--file", file.toString(), "--yes");

        assertThat(again.code()).isZero();
        assertThat(again.out()).isEqualTo("nothing to do\n");
    }

    @Test
    void setsWhatIsDoneWithoutAsking() throws IOException {
        assertThat(apply("CREATE INDEX crates_label ON crates (label)").code()).isZero();

        Ending set =
                run(
                        "policy",
                        "set",
                        "--approve",
                        "create,reindex",
                        "--apply",
                        "--roll-back",
                        "--max-size",
                        "5GB",
                        "--max-write-overhead",
                        "5%",
                        "--include",
                        "public.*",
                        "--exclude",
                        "audit*,tmp?",
                        "--unused-for",
                        "45d");

        assertThat(set.out())
                .contains(
                        "create, reindex within the limits by itself",
                        "what is approved, within the windows by itself",
                        "what did harm by itself",
                        "5.0 GB",
                        "up to +5.0 %",
                        "public.* but audit*, tmp?",
                        "45 days");
        assertThat(run("policy", "set", "--approve", "nothing", "--no-apply").out())
                .contains("approves      nothing by itself", "applies       nothing by itself")
                .contains("what did harm by itself", "5.0 GB");
        assertThat(
                        run(
                                        "policy",
                                        "set",
                                        "--any-size",
                                        "--any-write-overhead",
                                        "--any-table",
                                        "--format",
                                        "json")
                                .out())
                .contains("\"maxBytes\" : null", "\"include\" : [ ]", "\"rollsBack\" : true");
    }

    @Test
    void keepsToTheMaintenanceWindow() throws IOException {
        assertThat(run("strategy", "approve", "nothing").code()).isEqualTo(2);
        assertThat(apply("CREATE INDEX crates_label ON crates (label)").code()).isZero();
        LocalTime soon = LocalTime.now(ZoneOffset.UTC).plusHours(2).truncatedTo(ChronoUnit.MINUTES);
        String window = soon + "-" + soon.plusHours(1);

        Ending set = run("policy", "set", "--window", window, "--watch", "3h");
        Ending closed = apply("DROP INDEX crates_id");

        assertThat(set.out()).contains(window).contains("3 h");
        assertThat(run("policy", "show", "--format", "json").out()).contains(window);
        assertThat(closed.code()).isEqualTo(1);
        assertThat(closed.out()).contains("the maintenance window is closed until");
        assertThat(run("apply", "--now", "--yes", "crates_id").out()).contains("applied");
        assertThat(run("policy", "set", "--any-time").out()).contains("any time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--window x                          | is no window",
                "--window 01:00-02:00 --any-time     | both --window and --any-time",
                "--watch 5min                        | less than 1h",
                "--unused-for 3h                     | less than 1d",
                "--max-size 1GB --any-size           | both --max-size and --any-size",
                "--approve nothing,create            | both --approve nothing and an action",
                "--approve all                       | none of create, drop, reindex and nothing",
                "--exclude a --any-table             | --any-table are given"
            })
    void refusesAPolicyThatMakesNoSense(String options, String sentence) {
        String[] all = ("policy set " + options).split(" ");

        Ending end = run(all);

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains(sentence);
    }

    @Test
    void doesWhatAFileOfSqlSays() throws IOException {
        Ending end =
                apply(
                        """
                        SET statement_timeout = 0;
                        CREATE INDEX crates_label ON crates (label); -- not concurrently
                        DROP INDEX crates_id;
                        """);

        assertThat(end.err()).isEmpty();
        assertThat(end.code()).isZero();
        assertThat(end.out()).contains("public.crates_label").contains("public.crates_id");
        assertThat(run("rollback", "crates_id").out()).contains("applied");
    }

    @Test
    void doesWhatAFileSaysOfStatistics() throws IOException {
        Ending made = apply("CREATE STATISTICS (ndistinct) ON label, id FROM crates;");

        assertThat(made.err()).isEmpty();
        assertThat(made.code()).isZero();
        String name = "public.crates_label_id_stat";
        assertThat(made.out())
                .contains("create  statistics " + name + " on public.crates")
                .contains("applied");
        assertThat(run("strategy", "list").out()).contains("statistics " + name + " on ");
        Ending shown = run("strategy", "show", "crates_label_id_stat");
        assertThat(shown.out())
                .contains("create statistics " + name + " on public.crates")
                .contains("STATISTICS \"public\".\"crates_label_id_stat\" (ndistinct) ON label, id")
                .doesNotContain("index");
        assertThat(run("strategy", "show", "crates_label_id_stat", "--format", "json").out())
                .contains("\"object\" : \"statistics\"");
        assertThat(run("history").out()).contains("statistics public.");
        assertThat(run("history", "--format", "json").out())
                .contains("\"object\" : \"statistics\"");

        Ending dropped = apply("DROP STATISTICS IF EXISTS crates_label_id_stat");

        assertThat(dropped.err()).isEmpty();
        assertThat(dropped.out()).contains("drop ").contains("applied");
        String id = dropped(name);
        assertThat(run("rollback", id, "--format", "json").out())
                .contains("\"applied\"", "\"action\" : \"create\"", "\"statistics\"");
    }

    /** The id of the strategy that drops statistics. */
    private String dropped(String name) {
        return run("strategy", "list", "--status", "watched")
                .out()
                .lines()
                .filter(line -> line.contains(" drop ") && line.contains(name))
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[0];
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE a (b integer)            | not a statement on an index",
                "\\i other.sql                         | a command of psql's own",
                "CREATE INDEX ON crates (id)           | has no name",
                "CREATE INDEX a ON ONLY crates (id)    | ON ONLY",
                "CREATE INDEX a ON nowhere (id)        | the database has no nowhere",
                "DROP INDEX crates                     | is no index",
                "DROP INDEX crates_id CASCADE          | CASCADE",
                "CREATE STATISTICS s ON id, x FROM no  | the database has no no",
                "CREATE STATISTICS x.s ON id, label FROM crates | in another schema than their",
                "DROP STATISTICS crates_id             | the database has no crates_id",
                "DROP STATISTICS crates_id CASCADE     | drops statistics with CASCADE",
                "ALTER STATISTICS s SET STATISTICS 10  | not a statement on an index",
                "ALTER INDEX a ATTACH PARTITION b      | attaches"
            })
    void saysWhatItDoesNotDo(String sql, String sentence) throws IOException {
        Ending end = apply(sql);

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains(sentence);
    }

    @Test
    void asksOnlySomebodyWhoCanAnswer() {
        Ending end = run("apply", "--sql", "/dev/null", "nothing");

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains("more than one");
    }

    @Test
    void saysThatAStrategyIsNotThere() {
        Ending end = run("strategy", "approve", "nosuch");

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains("there is no strategy 'nosuch'");
    }

    private Ending advise(Path file) {
        return new CommandLineFixture(folder)
                .on(shop)
                .run("advise", "--format", "json", "--output", file.toString());
    }

    private Ending apply(String sql) throws IOException {
        Path file = folder.resolve("indexes.sql");
        Files.writeString(file, sql);
        return run("apply", "--sql", file.toString(), "--yes");
    }

    private Ending run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--repository";
        all[arguments.length + 1] =
                "postgres://postgres@" + kept.host() + ":" + kept.port() + "/" + kept.name();
        return new CommandLineFixture(folder).on(shop).run(all);
    }
}
