package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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

    private static Proposal proposal() {
        return new Proposal(
                Action.CREATE,
                new QualifiedName("public", "orders"),
                "orders_id_note",
                "CREATE INDEX orders_id_note ON public.orders USING btree (id, note)",
                new Proposal.Form("btree", List.of("id", "note"), List.of(), null),
                "for the orders of a note",
                Prediction.NONE);
    }

    @Test
    void decidesOnWhatIsProposed() {
        Changes changes = served.needs().deciding().changes().apply(Actor.LOCAL);
        ChangedDatabase database =
                changes.register(
                        ConnectionSettings.to(
                                shop.shop.host(),
                                shop.shop.port(),
                                shop.shop.user(),
                                shop.shop.name(),
                                shop.shop.password()));
        UUID id =
                changes.propose(database, Source.ADVICE, List.of(proposal())).getFirst().strategy();
        ServedPages.Browser operator = as("operator");
        String page = place + "/changes/" + id;
        assertThat(operator.show(place + "/advisor").body()).contains("orders_id_note");
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
}
