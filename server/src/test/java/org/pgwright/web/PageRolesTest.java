package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every page and every form with every role and with none: one that is new has to be listed. What
 * holds for all of them: headers, and that no form is taken that no page of ours sent.
 */
final class PageRolesTest {
    private static final String PASSWORD = "correct horse battery";

    private static final Set<String> OPEN =
            Set.of(
                    "GET /livez",
                    "GET /readyz",
                    "GET /sign-in",
                    "POST /sign-in",
                    "GET /set-up",
                    "POST /set-up");

    /** What viewers may send. */
    private static final Set<String> OF_VIEWERS =
            Set.of("POST /settings/tokens", "POST /settings/tokens/delete");

    private static final Set<String> OF_OPERATORS =
            Set.of(
                    "GET /db/{database}/sessions/{pid}",
                    "POST /db/{database}/sessions/{pid}/cancel",
                    "POST /db/{database}/sessions/{pid}/terminate",
                    "POST /db/{database}/advisor",
                    "POST /db/{database}/advisor/{task}/end",
                    "POST /db/{database}/alerts/{alert}/acknowledge",
                    "POST /db/{database}/alerts/silences",
                    "POST /db/{database}/alerts/silences/{silence}/end",
                    "POST /db/{database}/changes/{strategy}",
                    "POST /db/{database}/changes/{task}/end");

    private static final Set<String> OF_ADMINISTRATORS =
            Set.of(
                    "GET /settings/users",
                    "GET /settings/audit",
                    "POST /settings/users",
                    "POST /settings/users/change",
                    "POST /settings/users/link",
                    "POST /settings/channels",
                    "POST /settings/channels/test",
                    "POST /settings/channels/remove",
                    "POST /settings/databases",
                    "POST /settings/databases/remove",
                    "POST /db/{database}/policy",
                    "POST /db/{database}/thresholds",
                    "POST /db/{database}/thresholds/unset");

    /** Pages that everybody who is signed in may read. */
    private static final Set<String> READ =
            Set.of(
                    "GET /",
                    "GET /metrics",
                    "GET /settings",
                    "GET /settings/channels",
                    "GET /settings/tokens",
                    "GET /db/{database}",
                    "GET /db/{database}/activity",
                    "GET /db/{database}/advisor",
                    "GET /db/{database}/alerts",
                    "GET /db/{database}/changes",
                    "GET /db/{database}/changes/{strategy}",
                    "GET /db/{database}/indexes",
                    "GET /db/{database}/logs",
                    "GET /db/{database}/accuracy",
                    "GET /db/{database}/policy",
                    "GET /db/{database}/queries",
                    "GET /db/{database}/queries/{hash}",
                    "GET /db/{database}/queries/{hash}/plans/{plan}",
                    "GET /db/{database}/tables",
                    "GET /db/{database}/tables/{table}",
                    "GET /db/{database}/thresholds");

    private static ServedPages served;
    private static final Map<Role, ServedPages.Browser> BROWSERS = new EnumMap<>(Role.class);
    private static List<PageRoutes.Route> routes;

    @BeforeAll
    static void serve() {
        served = new ServedPages();
        served.accounts.accept(served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        for (Role role : Role.values()) {
            String link = served.accounts.invite(role.word(), role, false);
            served.accounts.accept(link, role.word(), new Secret(PASSWORD));
            ServedPages.Browser browser = served.new Browser();
            browser.submit(
                    "/sign-in", "/sign-in", Map.of("name", role.word(), "password", PASSWORD));
            BROWSERS.put(role, browser);
        }
        routes = PageRoutes.of(served).all();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static Map<String, @Nullable Role> least() {
        Map<String, @Nullable Role> least = new TreeMap<>();
        OPEN.forEach(route -> least.put(route, null));
        READ.forEach(route -> least.put(route, Role.VIEWER));
        OF_VIEWERS.forEach(route -> least.put(route, Role.VIEWER));
        OF_OPERATORS.forEach(route -> least.put(route, Role.OPERATOR));
        OF_ADMINISTRATORS.forEach(route -> least.put(route, Role.ADMIN));
        return least;
    }

    private static ServedPages.Browser browser(Role role) {
        return Objects.requireNonNull(BROWSERS.get(role));
    }

    private static HttpResponse<String> send(
            ServedPages.Browser browser, PageRoutes.Route route, String proofs) {
        return route.method().equals("GET")
                ? browser.show(route.path())
                : browser.submit(proofs, route.path(), Map.of());
    }

    @Test
    void letsEachRoleSeeAndSendWhatItMayAndNothingElse() {
        Map<String, @Nullable Role> least = least();
        assertThat(routes)
                .extracting(PageRoutes.Route::name)
                .containsExactlyInAnyOrderElementsOf(least.keySet());
        for (PageRoutes.Route route : routes) {
            Role needed = least.get(route.name());
            if (needed == null) {
                continue;
            }
            HttpResponse<String> nobody = send(served.new Browser(), route, "/sign-in");
            if (route.pattern().equals("/metrics")) {
                assertThat(nobody.statusCode()).isEqualTo(401);
                assertThat(nobody.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("application/problem+json");
            } else {
                assertThat(nobody.statusCode()).as(route.name()).isEqualTo(302);
                assertThat(nobody.headers().firstValue("Location").orElseThrow())
                        .endsWith("/sign-in");
            }
            for (Role role : Role.values()) {
                int status = send(browser(role), route, "/settings/tokens").statusCode();
                assertThat(status == 403)
                        .as("%s as %s: %d", route.name(), role, status)
                        .isEqualTo(!role.includes(needed));
                assertThat(status).as("%s as %s", route.name(), role).isLessThan(500);
            }
        }
    }

    @Test
    void takesNoFormWithoutTheProofOfTheSameBrowser() {
        ServedPages.Browser other = served.new Browser();
        String foreign =
                other.show("/sign-in")
                        .body()
                        .replaceAll("(?s).*_csrf\" value=\"([^\"]+)\".*", "$1");
        ServedPages.Browser admin = browser(Role.ADMIN);
        List<String> paths = new ArrayList<>(List.of("/sign-out"));
        routes.stream()
                .filter(route -> route.method().equals("POST"))
                .map(PageRoutes.Route::path)
                .forEach(paths::add);
        for (String path : paths) {
            assertThat(admin.submitAsIs(path, Map.of()).statusCode()).as(path).isEqualTo(403);
            for (String proof : List.of("", "forged", foreign)) {
                assertThat(admin.submitAsIs(path, Map.of("_csrf", proof)).statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
        }
        assertThat(admin.show("/settings/tokens").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsTheSameHeadersWithAllPagesAndFailures() {
        List<String> paths =
                new ArrayList<>(
                        List.of("/nothing", "/api/v1/nothing", "/api/v1/databases", "/assets/no"));
        routes.stream()
                .filter(route -> route.method().equals("GET"))
                .map(PageRoutes.Route::path)
                .forEach(paths::add);
        for (ServedPages.Browser browser :
                List.of(served.new Browser(), browser(Role.VIEWER), browser(Role.ADMIN))) {
            for (String path : paths) {
                keepsOthersOut(path, browser.show(path));
            }
            keepsOthersOut("forged", browser.submitAsIs("/sign-in", Map.of("_csrf", "forged")));
        }
    }

    private static void keepsOthersOut(String path, HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .as(path)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options"))
                .as(path)
                .hasValue("nosniff");
        assertThat(response.headers().firstValue("X-Frame-Options")).as(path).hasValue("DENY");
        assertThat(response.headers().firstValue("Referrer-Policy"))
                .as(path)
                .hasValue("same-origin");
        assertThat(response.headers().firstValue("Cache-Control").orElse(""))
                .as(path)
                .contains("no-store");
        // Behind TLS only, or a browser would come by TLS where there is none.
        assertThat(response.headers().firstValue("Strict-Transport-Security")).as(path).isEmpty();
        assertThat(response.headers().firstValue("Server")).as(path).isEmpty();
        assertThat(response.body()).as(path).doesNotContain("Exception", "\tat ");
    }
}
