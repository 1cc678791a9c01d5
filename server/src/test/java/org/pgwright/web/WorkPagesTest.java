package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.proof.Verdict;
import org.pgwright.repository.Work;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.proof.ChangeHistory;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.proof.ProofFigures;
import org.pgwright.repository.proof.Proofs;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The advisor and the changes of a database, as people of each role meet them. */
final class WorkPagesTest {
    private static final String PASSWORD = "correct horse battery";

    private static ServedPages served;
    private static WatchedShop shop;
    private static String place;

    @BeforeAll
    static void watchAShop() {
        served = new ServedPages();
        shop = new WatchedShop(served);
        served.accounts.accept(served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            String link = served.accounts.invite(role.word(), role, false);
            served.accounts.accept(link, role.word(), new Secret(PASSWORD));
        }
        place = "/db/" + shop.shop.host() + ":" + shop.shop.port();
    }

    @AfterAll
    static void end() {
        shop.close();
        served.close();
    }

    private static ServedPages.Browser as(String name) {
        ServedPages.Browser browser = served.new Browser();
        browser.submit("/sign-in", "/sign-in", Map.of("name", name, "password", PASSWORD));
        return browser;
    }

    @Test
    void asksForAdviceAndEndsIt() {
        Map<String, String> form =
                Map.of(
                        "of",
                        shop.shop.name(),
                        "megabytes",
                        "100",
                        "indexes",
                        "3",
                        "overhead",
                        "",
                        "minutes",
                        "5");
        String page = place + "/advisor";
        assertThat(as("viewer").show(page).body())
                .contains("Nobody has asked")
                .doesNotContain("Find indexes");
        assertThat(as("viewer").submit(page, page, form).statusCode()).isEqualTo(403);
        ServedPages.Browser operator = as("operator");
        assertThat(operator.submit(page, page, Map.of("of", "none")).statusCode()).isEqualTo(404);

        assertThat(operator.submit(page, page, form).statusCode()).isEqualTo(303);

        HttpResponse<String> asked = operator.show(page);
        assertThat(asked.body()).contains("waits for its turn", "asked for by operator");
        String end = asked.body().replaceAll("(?s).*action=\"(/db/[^\"]+/end)\".*", "$1");
        assertThat(operator.submit(page, end, Map.of()).statusCode()).isEqualTo(303);
        assertThat(operator.show(page).body()).contains("ended");
    }

    private static Proposal proposal(String index) {
        return new Proposal(
                Action.CREATE,
                new QualifiedName("public", "orders"),
                index,
                "CREATE INDEX CONCURRENTLY " + index + " ON public.orders USING btree (id, note)",
                new Proposal.Form("btree", List.of("id", "note"), List.of(), null),
                "for the orders of a note",
                Prediction.NONE);
    }

    @Test
    void decidesOnWhatIsProposed() {
        Changes changes = served.needs().deciding().changes().apply(Actor.LOCAL);
        UUID id =
                changes.propose(
                                database(changes),
                                Source.ADVICE,
                                List.of(proposal("orders_id_note")))
                        .getFirst()
                        .strategy();
        ServedPages.Browser operator = as("operator");
        String page = place + "/changes/" + id;
        assertThat(operator.show(place + "/advisor").body()).contains("orders_id_note");
        HttpResponse<String> export =
                operator.show(
                        place.replace("/db/", "/api/v1/databases/") + "/export?format=flyway");
        assertThat(export.headers().firstValue("Content-Type"))
                .as(export.body())
                .hasValue("application/zip");
        assertThat(export.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("attachment", shop.shop.name() + "-flyway.zip");
        assertThat(export.body()).startsWith("PK").contains("__", ".sql");
        assertThat(as("viewer").show(page).body())
                .contains("CREATE INDEX", "orders_id_note")
                .doesNotContain("Approve");
        assertThat(as("viewer").submit(page, page, Map.of("deed", "APPROVE")).statusCode())
                .isEqualTo(403);
        assertThat(operator.submit(page, page, Map.of("deed", "DISMISS")).statusCode())
                .isEqualTo(400);

        assertThat(
                        operator.submit(page, page, Map.of("deed", "APPROVE", "reason", "agreed"))
                                .statusCode())
                .isEqualTo(303);

        assertThat(operator.show(page).body()).contains("approved", "agreed", "operator");
        assertThat(operator.show(place + "/changes").body()).contains("orders_id_note");
        assertThat(operator.submit(page, page, Map.of("deed", "APPLY", "now", "true")).statusCode())
                .isEqualTo(303);
        assertThat(operator.show(place + "/changes").body()).contains("waits for its turn");
        assertThat(operator.show(place + "/changes/none1234").statusCode()).isEqualTo(404);
    }

    private static ChangedDatabase database(Changes changes) {
        return changes.register(
                ConnectionSettings.to(
                        shop.shop.host(),
                        shop.shop.port(),
                        shop.shop.user(),
                        shop.shop.name(),
                        shop.shop.password()));
    }

    @Test
    void showsWhatAChangeDidBesideWhatWasPromised() {
        String page = place + "/changes";
        assertThat(as("viewer").show(place + "/accuracy").body())
                .contains("No change has been watched to the end yet");
        KnownStrategy made = made();
        assertThat(as("viewer").show(page).body()).contains("History of 90 days", "applied");
        assertThat(as("viewer").show(page + "/" + made.id()).body())
                .contains("Before and after", "&#34;mark&#34;:")
                .doesNotContain("Effect:");

        served.repository.inTransaction(
                Work.WRITE,
                jdbc -> {
                    PastChange change =
                            new ChangeHistory()
                                    .ofStrategy(jdbc, made.scope().instanceId(), made.id())
                                    .getFirst();
                    new Proofs().keep(jdbc, made.scope().instanceId(), proof(change));
                    return null;
                });

        assertThat(as("viewer").show(page).body()).contains("improved", "-75.0 %");
        assertThat(as("viewer").show(page + "/" + made.id()).body())
                .contains("Effect: improved", "the same calls take less", "50.0 %", "25.0 %")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "Before and after")
                .doesNotContain(WatchedShop.HOSTILE);
        assertThat(as("viewer").show(place + "/accuracy").body())
                .contains("changes: 1 promised and measured", "cx=\"200.0\" cy=\"300.0\"");
    }

    private static KnownStrategy made() {
        Changes changes = served.needs().deciding().changes().apply(Actor.LOCAL);
        ChangedDatabase database = database(changes);
        Proposal plain = proposal("orders_proven");
        Proposal wanted =
                new Proposal(
                        plain.action(),
                        plain.table(),
                        plain.index(),
                        plain.createStatement(),
                        plain.form(),
                        plain.reason(),
                        new Prediction(
                                8192,
                                0.5,
                                0,
                                0,
                                List.of(new Prediction.QueryCost(query(), 10, 5, 5))));
        UUID id = changes.propose(database, Source.ADVICE, List.of(wanted)).getFirst().strategy();
        KnownStrategy strategy = changes.withId(database.scope().instanceId(), id);
        changes.apply(
                database,
                changes.approve(strategy, null),
                ChangeLimits.DEFAULT,
                new EndSignal(),
                ChangeProgress.NONE);
        return strategy;
    }

    private static String query() {
        Matcher link =
                Pattern.compile("/queries/([0-9a-f]{64})")
                        .matcher(as("viewer").show(place + "/queries?search=alert").body());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static ChangeProof proof(PastChange change) {
        Instant at = change.intendedAt();
        ProofFigures.Query query =
                new ProofFigures.Query(
                        query(),
                        "SELECT " + WatchedShop.HOSTILE,
                        "reads",
                        true,
                        0.5,
                        0.25,
                        "comparable",
                        "faster",
                        0.001,
                        false,
                        -75,
                        times(10),
                        times(2.5),
                        null,
                        null);
        return new ChangeProof(
                change.id(),
                at,
                new ChangeProof.Times(at.minusSeconds(3600), at, at, at.plusSeconds(3600)),
                Verdict.IMPROVED,
                "the same calls take less",
                new ProofFigures(
                        60,
                        100,
                        25,
                        null,
                        new ProofFigures.Writes(0, null, false, null, null, null, null),
                        new ProofFigures.Index(true, true, 10L, 8192L, 8192),
                        List.of(),
                        List.of(query),
                        0),
                true);
    }

    private static ProofFigures.Times times(double mean) {
        return new ProofFigures.Times(
                10, 10 * mean, mean, null, null, null, null, null, false, 1, null, 0, null);
    }
}
