package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.account.Programs;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What programs are answered. */
final class ApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static ServedPages served;
    private static WatchedShop shop;
    private static String token;
    private static String database;

    @BeforeAll
    static void watchAShop() {
        served = new ServedPages();
        shop = new WatchedShop(served);
        String link = served.accounts.setUp().orElseThrow();
        User anna = served.accounts.accept(link, "anna", new Secret("correct horse battery"));
        Programs.Made made =
                served.programs.make(anna, "dashboard", Role.VIEWER, false, Duration.ofDays(1));
        token = made.secret();
        database = "/api/v1/databases/" + shop.shop.host() + ":" + shop.shop.port();
    }

    @AfterAll
    static void end() {
        shop.close();
        served.close();
    }

    private static HttpResponse<String> ask(String path, String... headers) {
        ServedPages.Browser program = served.new Browser();
        HttpRequest.Builder request =
                program.request(path).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return program.send(request.GET());
    }

    private static JsonNode answer(String path) {
        HttpResponse<String> response = ask(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        return JSON.readTree(response.body());
    }

    @Test
    void describesItselfToEverybody() {
        HttpResponse<String> response = served.new Browser().show("/api/v1/openapi.json");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode document = JSON.readTree(response.body());
        assertThat(document.path("openapi").asString()).startsWith("3.");
        assertThat(document.at("/info/version").asString()).isEqualTo("1.2.3");
        // One schema for each part, and no parameter that nobody meant.
        assertThat(response.body()).doesNotContain("MOMENT", "schemas/Part\"");
        JsonNode queries =
                document.at(
                        "/paths/~1api~1v1~1databases~1{database}~1queries/get/responses/200/content/application~1json/schema/$ref");
        assertThat(queries.asString()).isEqualTo("#/components/schemas/QueriesReport");
        assertThat(
                        document.at("/components/schemas/QueriesReport/properties/queries/type")
                                .asString())
                .isEqualTo("array");
    }

    @Test
    void tellsWhatTheCommandLineTells() {
        JsonNode queries = answer(database + "/queries?since=1h&sort=calls");
        String hash = queries.at("/queries/0/hash").asString();

        assertThat(answer(database + "/metrics").path("nodes")).hasSize(1);
        assertThat(queries.path("queryCount").asInt()).isPositive();
        assertThat(answer(database + "/queries/" + hash).at("/query/hash").asString())
                .isEqualTo(hash);
        assertThat(answer(database + "/indexes").toString()).contains("orders_note_again");
        assertThat(answer(database + "/tables").at("/tables/0/name").toString()).isNotEmpty();
        assertThat(answer(database + "/tables/orders").toString()).contains("orders_note");
        assertThat(answer(database + "/activity").isObject()).isTrue();
        assertThat(answer(database + "/locks").isObject()).isTrue();
        assertThat(answer(database + "/locks/history").isObject()).isTrue();
        assertThat(answer(database + "/activity/history").isObject()).isTrue();
        assertThat(answer(database + "/bloat").isObject()).isTrue();
        assertThat(ask(database + "/queries", "Accept", "text/plain").body())
                .contains("total", "share");
    }

    @Test
    void sendsNothingAgainThatIsKnown() {
        String tag = ask(database + "/tables").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = ask(database + "/tables", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void saysWhatIsWrongAsAProblem() {
        problem(ask("/api/v1/databases/nowhere/metrics"), 404, "not_found");
        problem(ask(database + "/queries?since=0s"), 400, "usage");
        problem(ask(database + "/queries?sort=price"), 400, "usage");
        problem(ask(database + "/queries?limit=many"), 400, "usage");
        problem(ask("/api/v1/nothing"), 404, "not_found");
        problem(served.new Browser().show(database + "/queries"), 401, "not_allowed");
        ServedPages.Browser program = served.new Browser();
        problem(
                program.send(
                        program.request(database + "/queries")
                                .header("Authorization", "Bearer " + token)
                                .DELETE()),
                403,
                "not_allowed");
    }

    private static void problem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("detail").asString()).isNotEmpty();
    }
}
