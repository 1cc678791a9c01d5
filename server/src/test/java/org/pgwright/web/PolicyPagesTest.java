package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.watch.ServerRegister;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** What is done without asking, set from the page and by the API. */
final class PolicyPagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String PAGE = "/db/shop/policy";
    private static final String WHOLE =
            """
            {"windows": ["Sat 01:00-06:00 Europe/Berlin"], "approves": ["create", "drop"],
             "applies": true, "rollsBack": false, "maxBytes": 1073741824,
             "maxWriteOverheadPercent": 2.5, "include": ["shop.*"], "exclude": [],
             "watchHours": 24, "unusedDays": 60}
            """;

    private static ServedPages served;
    private static TestDatabase shop;
    private static String token;

    @BeforeAll
    static void serveAShop() {
        served = new ServedPages();
        shop = TestServers.freshDatabase(TestServers.NEWEST);
        served.needs()
                .servers()
                .register()
                .add(
                        ServerRegister.look(
                                ConnectionSettings.to(
                                        shop.host(),
                                        shop.port(),
                                        shop.user(),
                                        shop.name(),
                                        shop.password())),
                        "shop",
                        null);
        User anna =
                served.accounts.accept(
                        served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        token =
                served.programs
                        .make(anna, "script", Role.ADMIN, false, Duration.ofDays(1))
                        .secret();
        String link = served.accounts.invite("operator", Role.OPERATOR, false);
        served.accounts.accept(link, "operator", new Secret(PASSWORD));
    }

    @AfterAll
    static void end() {
        shop.close();
        served.close();
    }

    private static ServedPages.Browser as(String user) {
        ServedPages.Browser browser = served.new Browser();
        browser.submit("/sign-in", "/sign-in", Map.of("name", user, "password", PASSWORD));
        return browser;
    }

    @Test
    void isSetByAdministratorsAndReadByOthers() {
        Map<String, String> form =
                Map.of(
                        "windows",
                        "02:00-05:00\nSun 10:00-12:00 Europe/Berlin",
                        "approves",
                        "create",
                        "applies",
                        "true",
                        "exclude",
                        "audit*",
                        "watchHours",
                        "72",
                        "unusedDays",
                        "40");
        ServedPages.Browser operator = as("operator");
        assertThat(operator.show(PAGE).body())
                .contains("databases without a policy of their own")
                .doesNotContain("Set it");
        assertThat(operator.submit("/settings/tokens", PAGE, form).statusCode()).isEqualTo(403);
        ServedPages.Browser anna = as("anna");

        assertThat(anna.submit(PAGE, PAGE, form).statusCode()).isEqualTo(303);

        assertThat(operator.show(PAGE).body())
                .contains("02:00-05:00; Sun 10:00-12:00 Europe/Berlin")
                .contains("create within the limits", "all but audit*", "72 h", "40 days");
        HttpResponse<String> unfit =
                anna.submit(
                        PAGE,
                        PAGE,
                        Map.of(
                                "windows",
                                "<script>alert(1)</script>",
                                "watchHours",
                                "72",
                                "unusedDays",
                                "40"));
        assertThat(unfit.statusCode()).isEqualTo(400);
        assertThat(unfit.body())
                .contains("is no window such as", "&lt;script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void isTakenAsAWholeByTheApi() {
        String path = "/api/v1/databases/shop/policy?of=" + shop.name();

        HttpResponse<String> set = send("PUT", path, WHOLE);

        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(send("GET", path, "").body())
                .isEqualTo(set.body())
                .contains("\"Sat 01:00-06:00 Europe/Berlin\"", "\"maxBytes\" : 1073741824")
                .contains("\"database\" : \"" + shop.name() + "\"");
        for (String wrong :
                new String[] {
                    "{}",
                    WHOLE.replace("\"applies\": true, ", ""),
                    WHOLE.replace("[\"Sat 01:00-06:00 Europe/Berlin\"]", "null"),
                    WHOLE.replace("Europe/Berlin", "Nowhere/None"),
                    WHOLE.replace("\"drop\"", "\"truncate\""),
                    WHOLE.replace("\"shop.*\"", "\"\\u0000\""),
                    WHOLE.replace("1073741824", "-1"),
                    WHOLE.replace("2.5", "-2.5"),
                    WHOLE.replace("\"watchHours\": 24", "\"watchHours\": 0"),
                    WHOLE.replace("\"unusedDays\": 60", "\"unusedDays\": 4000000000")
                }) {
            HttpResponse<String> refused = send("PUT", path, wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(refused.body()).as(wrong).contains("\"usage\"");
        }
        assertThat(send("GET", path, "").body()).isEqualTo(set.body());
        assertThat(send("GET", "/api/v1/databases/shop/policy?of=%00", "").statusCode())
                .isEqualTo(400);
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        ServedPages.Browser program = served.new Browser();
        return program.send(
                program.request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }
}
