package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.KeptStatements;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.retirement.RetirementJob;
import org.pgwright.tuning.retirement.RetirementRun;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Needless indexes of a real database from the first look at it until they are gone, and back. In
 * one order, as each step goes on from what the last one left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RetireCommandTest {
    @TempDir private static Path home;

    private static ForgottenShop shop;

    @BeforeAll
    static void open() {
        shop = new ForgottenShop(home);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @Order(1)
    void withoutCollectOnlyWhatTheSchemaTellsIsNeedless() {
        JsonNode report = report("retire");

        assertThat(report.path("notes").toString())
                .contains("pgwright collect does not watch this database")
                .contains("let it run for 30 days");
        assertThat(groundOf(report, "orders_kind_again")).isEqualTo("duplicate");
        assertThat(groundOf(report, "orders_broken")).isEqualTo("invalid");
        assertThat(groundOf(report, "events_kind")).isEqualTo("kept: not_known");
    }

    @Test
    @Order(2)
    void saysOfEachIndexWhetherItIsNeedlessAndWhy() {
        shop.watch();

        JsonNode report = report("retire");

        assertThat(groundOf(report, "orders_kind")).isEqualTo("duplicate");
        assertThat(groundOf(report, "orders_status")).isEqualTo("redundant");
        assertThat(groundOf(report, "events_kind")).isEqualTo("unused");
        assertThat(groundOf(report, ForgottenShop.HOSTILE)).isEqualTo("unused");
        assertThat(groundOf(report, "orders_id_note")).isEqualTo("unused");
        assertThat(groundOf(report, "orders_broken")).isEqualTo("invalid");
        assertThat(groundOf(report, "orders_pkey")).isEqualTo("kept: needed");
        assertThat(groundOf(report, "customers_mail")).isEqualTo("kept: needed");
        assertThat(groundOf(report, "orders_customer")).isEqualTo("kept: needed");
        assertThat(groundOf(report, "orders_kind_again")).isEqualTo("kept: used");
        assertThat(groundOf(report, "orders_status_day")).isEqualTo("kept: used");
        assertThat(groundOf(report, "orders_day")).isEqualTo("kept: plan");
        assertThat(report.path("servers").asInt()).isEqualTo(1);
        assertThat(report.path("candidates").size() + report.path("kept").size())
                .isEqualTo(report.path("indexes").asInt());
        JsonNode query =
                named(report.path("kept"), "orders_day").orElseThrow().path("queries").path(0);
        assertThat(query.path("text").asString()).contains("where day = $1");
        assertThat(query.path("costWithout").asDouble())
                .isGreaterThan(2 * query.path("costWith").asDouble());
        JsonNode unused = named(report.path("candidates"), "orders_id_note").orElseThrow();
        assertThat(unused.path("reason").asString())
                .startsWith("no scan was counted on the watched server in 41 days");
        assertThat(unused.path("remarks").toString()).contains("observed for 41 days");
        assertThat(unused.path("lost").toString()).isEqualTo("[\"its comment\"]");
        assertThat(
                        named(report.path("candidates"), "orders_status")
                                .orElseThrow()
                                .path("other")
                                .asString())
                .isEqualTo("public.orders_status_day");
    }

    @Test
    @Order(3)
    void tellsPeopleTheSameAndAsksForAsMuchTimeAsWanted() {
        Ending longer = shop.run("retire", "--unused-for", "45d");
        assertThat(longer.out().replaceAll("\\s+", " "))
                .contains("can be dropped, which frees")
                .contains("unused: not scanned for 45 days on 1 server")
                .contains("brought back by CREATE INDEX orders_kind ON public.orders")
                .contains(
                        "public.events_kind: whether it is used is not known: watched for 41 of 45 days")
                .contains("ask for less time with --unused-for");

        Ending hours = shop.run("retire", "--unused-for", "5h");
        assertThat(hours.code()).isEqualTo(2);
        assertThat(hours.err()).contains("--unused-for is less than a day");
    }

    @Test
    @Order(4)
    void proposesThemAndWhatIsDismissedStaysSo() {
        Ending first = shop.run("retire", "--propose");
        assertThat(first.err()).contains("6 proposed; pgwright strategy list shows them");
        assertThat(shop.status(ForgottenShop.HOSTILE)).isEqualTo("retirement_proposed");
        assertThat(
                        shop.run(
                                        "strategy",
                                        "dismiss",
                                        shop.strategy(ForgottenShop.HOSTILE),
                                        "--reason",
                                        "next year's report")
                                .code())
                .isZero();

        Ending again = shop.run("retire", "--propose");

        assertThat(again.err()).contains("5 proposed").contains("1 stay dismissed");
        assertThat(shop.run("strategy", "show", "orders_id_note").out())
                .contains("retirement proposed")
                .contains("retirement");
    }

    @Test
    @Order(5)
    void dropsWhatIsApprovedAndBringsItBackAsItWas() {
        String before = shop.definition("orders_id_note");
        assertThat(before).contains("fillfactor", "INCLUDE (kind)", "WHERE", " in slow disk of ");
        String partitioned = shop.definition("events_kind");
        for (String index : List.of("orders_id_note", "events_kind", "orders_broken")) {
            Ending approved = shop.run("strategy", "approve", shop.strategy(index));
            assertThat(approved.code()).as(approved.err()).isZero();
        }

        Ending applied = shop.run("apply", "--yes");
        assertThat(applied.code()).as(applied.out() + applied.err()).isZero();
        assertThat(shop.definition("orders_id_note")).isEmpty();
        assertThat(shop.definition("events_kind")).isEmpty();
        assertThat(shop.definition("orders_broken")).isEmpty();
        assertThat(shop.status("orders_id_note")).isEqualTo("watched");
        assertThat(shop.run("strategy", "show", shop.strategy("orders_id_note")).out())
                .contains("DROP /* pgwright:change.drop_index */ INDEX CONCURRENTLY");

        for (String index : List.of("orders_id_note", "events_kind")) {
            Ending back = shop.run("rollback", shop.strategy(index));
            assertThat(back.code()).as(back.out() + back.err()).isZero();
        }
        assertThat(shop.definition("orders_id_note")).isEqualTo(before);
        assertThat(shop.definition("events_kind")).isEqualTo(partitioned);
    }

    @Test
    @Order(6)
    void whatWasTakenBackIsNotProposedAgainAtOnce() {
        shop.collect();

        Ending ending = shop.run("retire", "--propose");

        assertThat(ending.out().replaceAll("\\s+", " "))
                .contains("public.orders_id_note: it was dropped, and made again on ");
        assertThat(shop.status("orders_id_note")).isEqualTo("rolled_back");
    }

    @Test
    @Order(7)
    void theDailyJobWithdrawsWhatNoLongerHoldsAndProposesOnceADay() {
        assertThat(shop.status("orders_status")).isEqualTo("retirement_proposed");
        assertThat(shop.status("orders_kind")).isEqualTo("retirement_proposed");
        shop.shop().execute("DROP INDEX orders_kind_again");
        shop.use("SELECT * FROM orders WHERE kind = 7");
        shop.collect();
        Instant[] now = {Instant.now()};
        try (Repository repository = shop.repository()) {
            RetirementJob job = job(repository, now);

            assertThat(job.run(watched())).isEmpty();
            assertThat(shop.status("orders_kind")).isEqualTo("existing");
            assertThat(shop.run("strategy", "show", "orders_kind").out())
                    .contains("no longer holds: scanned on 1 of the last 30 days");
            assertThat(shop.status("orders_status")).isEqualTo("retirement_proposed");

            shop.shop().execute("CREATE INDEX orders_kind_anew ON orders (kind)");
            assertThat(job.run(watched())).isEmpty();
            assertThat(proposed()).doesNotContain("orders_kind");
            now[0] = now[0].plus(Duration.ofDays(1));
            assertThat(job.run(watched())).isEmpty();
            assertThat(proposed()).contains("orders_kind_anew").contains("orders_status");
        }
    }

    @Test
    @Order(8)
    void theDailyJobLeavesAServerAloneOfWhichNothingIsKnown() {
        try (TestDatabase empty = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = shop.repository()) {
            ConnectionSettings nowhere =
                    ConnectionSettings.to("127.0.0.1", 1, "nobody", empty.name(), "x");

            Optional<String> failure =
                    job(repository, new Instant[] {Instant.now()})
                            .run(
                                    List.of(
                                            new RetirementJob.Watched(
                                                    watched().getFirst().instance(), nowhere)));

            assertThat(failure).isEmpty();
        }
    }

    private static String proposed() {
        return shop.run("strategy", "list", "--status", "retirement_proposed").out();
    }

    private static List<RetirementJob.Watched> watched() {
        TestDatabase database = shop.shop();
        try (Repository repository = shop.repository()) {
            UUID instance =
                    repository
                            .jdbc()
                            .sql("SELECT instance_id FROM instance")
                            .query(UUID.class)
                            .single();
            return List.of(
                    new RetirementJob.Watched(
                            instance,
                            ConnectionSettings.to(
                                    database.host(),
                                    database.port(),
                                    database.user(),
                                    database.name(),
                                    database.password())));
        }
    }

    private static RetirementJob job(Repository repository, Instant[] now) {
        return new RetirementJob(
                repository,
                new RetirementRun.Tools(
                        new SnapshotRun(
                                TestServers.installations(),
                                TestServers.cache(),
                                new KeptStatements(where -> shop.repository()),
                                "test"),
                        TestServers.installations(),
                        TestServers.cache(),
                        () -> now[0]),
                UUID::randomUUID,
                () -> false);
    }

    private static JsonNode report(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--format";
        all[arguments.length + 1] = "json";
        Ending ending = shop.run(all);
        assertThat(ending.code()).as(ending.err()).isZero();
        return new JsonMapper().readTree(ending.out());
    }

    private static String groundOf(JsonNode report, String index) {
        return named(report.path("candidates"), index)
                .map(one -> one.path("ground").asString())
                .or(
                        () ->
                                named(report.path("kept"), index)
                                        .map(one -> "kept: " + one.path("cause").asString()))
                .orElse("nothing is said of it");
    }

    private static Optional<JsonNode> named(JsonNode all, String index) {
        for (JsonNode one : all) {
            if (one.path("index").asString().equals(index)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
