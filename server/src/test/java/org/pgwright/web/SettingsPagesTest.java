package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Databases, users, tokens and the audit, as people of each role meet them. */
final class SettingsPagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String DATABASES = "/settings/databases";

    private static ServedPages served;

    @BeforeAll
    static void serve() {
        served = new ServedPages();
        served.accounts.accept(served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            String link = served.accounts.invite(role.word(), role, false);
            served.accounts.accept(link, role.word(), new Secret(PASSWORD));
        }
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static ServedPages.Browser as(String name) {
        ServedPages.Browser browser = served.new Browser();
        browser.submit("/sign-in", "/sign-in", Map.of("name", name, "password", PASSWORD));
        return browser;
    }

    private static Map<String, String> server(TestDatabase shop, String password) {
        return new TreeMap<>(
                Map.of(
                        "name", "shop",
                        "host", shop.host(),
                        "port", String.valueOf(shop.port()),
                        "database", shop.name(),
                        "user", shop.user(),
                        "password", password,
                        "sslMode", "prefer"));
    }

    @Test
    void letsAdministratorsAddAndRemoveServersAndNobodyElse() {
        ServedPages.Browser anna = as("anna");
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST)) {
            Map<String, String> form = server(shop, shop.password());
            assertThat(as("viewer").submit("/settings", DATABASES, form).statusCode())
                    .isEqualTo(403);
            assertThat(as("operator").submit("/settings", DATABASES, form).statusCode())
                    .isEqualTo(403);
            assertThat(anna.submitAsIs(DATABASES, form).statusCode()).as("no proof").isEqualTo(403);

            assertThat(anna.submit("/settings", DATABASES, form).statusCode()).isEqualTo(303);
            assertThat(anna.show("/settings").body())
                    .contains("shop", shop.host() + ":" + shop.port(), "stored")
                    .doesNotContain(shop.password() + "<");
            assertThat(as("viewer").show("/settings").body())
                    .contains("shop")
                    .doesNotContain("Connect and watch", "Remove");

            String address = shop.host() + ":" + shop.port();
            Map<String, String> gone = Map.of("name", "shop", "address", address);
            assertThat(anna.submit("/settings", DATABASES + "/remove", gone).statusCode())
                    .isEqualTo(303);
            HttpResponse<String> again = anna.submit("/settings", DATABASES + "/remove", gone);
            assertThat(again.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void saysWhatIsWrongWithAServer() {
        ServedPages.Browser anna = as("anna");
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST)) {
            Map<String, String> form = server(shop, shop.password());
            for (String host :
                    List.of("/var/run/postgresql", "a b", "host=x", "h?sslmode=disable", "")) {
                form.put("host", host);
                HttpResponse<String> refused = anna.submit("/settings", DATABASES, form);
                assertThat(refused.statusCode()).as(host).isEqualTo(400);
                assertThat(refused.body()).contains("the host is no name or address");
            }
            form.put("host", shop.host());
            form.put("database", "none_of_that_name");
            assertThat(anna.submit("/settings", DATABASES, form).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void makesTokensForWhoAsks() {
        ServedPages.Browser viewer = as("viewer");
        Map<String, String> form =
                new TreeMap<>(Map.of("name", "dashboard", "role", "viewer", "days", "30"));

        HttpResponse<String> made = viewer.submit("/settings/tokens", "/settings/tokens", form);

        Matcher secret = Pattern.compile("<code>(pgw_[^<]+)</code>").matcher(made.body());
        assertThat(secret.find()).as(made.body()).isTrue();
        ServedPages.Browser program = served.new Browser();
        HttpRequest.Builder request =
                program.request("/api/v1/databases")
                        .header("Authorization", "Bearer " + secret.group(1));
        assertThat(program.send(request.GET()).statusCode()).isEqualTo(200);
        assertThat(viewer.show("/settings/tokens").body()).doesNotContain(secret.group(1));
        form.put("name", "more");
        form.put("role", "admin");
        assertThat(viewer.submit("/settings/tokens", "/settings/tokens", form).statusCode())
                .isEqualTo(403);
    }

    @Test
    void letsAdministratorsSayWhoMayDoWhat() {
        ServedPages.Browser anna = as("anna");
        assertThat(as("operator").show("/settings/users").statusCode()).isEqualTo(403);
        assertThat(as("viewer").show("/settings/audit").statusCode()).isEqualTo(403);

        HttpResponse<String> invited =
                anna.submit(
                        "/settings/users",
                        "/settings/users",
                        Map.of("name", "<b>bert</b>", "role", "viewer"));

        assertThat(invited.body())
                .contains("/set-up?token=", "&lt;b&gt;bert&lt;/b&gt;")
                .doesNotContain("<b>bert");
        assertThat(anna.show("/settings/audit").body())
                .contains("POST /settings/users", "anna", "done");
    }

    @Test
    void leavesAnAdministrator() {
        ServedPages.Browser anna = as("anna");
        Matcher id =
                Pattern.compile(
                                "name=\"user\" value=\"([^\"]+)\"><select name=\"role\" aria-label=\"Role of anna\"")
                        .matcher(anna.show("/settings/users").body().replaceAll(">\\s+<", "><"));
        assertThat(id.find()).isTrue();

        HttpResponse<String> refused =
                anna.submit(
                        "/settings/users",
                        "/settings/users/change",
                        Map.of("user", id.group(1), "role", "viewer", "active", "true"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("no administrator would be left");
        assertThat(anna.show("/settings/users").statusCode()).isEqualTo(200);
    }
}
