package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** First start, signing in and out, and what nobody gets past. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AccessTest {
    private static final String PASSWORD = "correct horse battery";

    private static ServedPages served;

    @BeforeAll
    static void serve() {
        served = new ServedPages();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static ServedPages.Browser browser() {
        return served.new Browser();
    }

    private static ServedPages.Browser signedIn(String name) {
        ServedPages.Browser browser = browser();
        assertThat(signIn(browser, name, PASSWORD).statusCode()).isEqualTo(303);
        return browser;
    }

    private static HttpResponse<String> signIn(
            ServedPages.Browser browser, String name, String password) {
        return browser.submit("/sign-in", "/sign-in", Map.of("name", name, "password", password));
    }

    @Test
    @Order(1)
    void makesTheFirstAdministratorByALinkThatIsGoodOnce() {
        String replaced = served.accounts.setUp().orElseThrow();
        String token = served.accounts.setUp().orElseThrow();
        ServedPages.Browser browser = browser();
        assertThat(browser.show("/set-up?token=" + replaced).statusCode()).isEqualTo(410);
        assertThat(browser.show("/set-up?token=guessed").statusCode()).isEqualTo(410);

        HttpResponse<String> tooShort = setUp(browser, token, "anna", "short");
        assertThat(tooShort.statusCode()).isEqualTo(400);
        assertThat(tooShort.body()).contains("a password has 12 to 200 characters");
        assertThat(setUp(browser, token, "local", PASSWORD).statusCode()).isEqualTo(400);

        HttpResponse<String> done = setUp(browser, token, "anna", PASSWORD);
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(browser.show("/").body()).contains("anna (admin)", "No database is watched yet");
        assertThat(served.accounts.setUp()).isEmpty();
        Map<String, String> again = Map.of("token", token, "name", "eve", "password", PASSWORD);
        assertThat(browser().submit("/sign-in", "/set-up", again).statusCode()).isEqualTo(410);
    }

    private static HttpResponse<String> setUp(
            ServedPages.Browser browser, String token, String name, String password) {
        return browser.submit(
                "/set-up?token=" + token,
                "/set-up",
                Map.of("token", token, "name", name, "password", password));
    }

    @Test
    void letsNobodyInWithoutASession() {
        ServedPages.Browser browser = browser();
        HttpResponse<String> page = browser.show("/");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
        assertThat(browser.show("/api/v1/databases").statusCode()).isEqualTo(401);
        assertThat(browser.show("/nothing").statusCode()).isEqualTo(302);
        assertThat(browser.cookies).doesNotContainKey("pgwright_session");
        assertThat(with(browser, "Bearer none").statusCode()).isEqualTo(302);
        for (String open : List.of("/livez", "/readyz", "/sign-in", "/assets/pgwright.css")) {
            assertThat(browser.show(open).statusCode()).as(open).isEqualTo(200);
        }
        for (String outside :
                List.of("/assets/..%2fWebServer.class", "/assets/%2e%2e/logback.xml")) {
            assertThat(browser.show(outside).statusCode()).as(outside).isIn(400, 404, 302);
        }
    }

    @Test
    void keepsASessionOverARestart() {
        ServedPages.Browser browser = signedIn("anna");
        served.restart();
        assertThat(browser.show("/").statusCode()).isEqualTo(200);
    }

    @Test
    void givesEachSignInASessionOfItsOwn() {
        ServedPages.Browser browser = signedIn("anna");
        String before = browser.cookies.get("pgwright_session");
        browser.submit("/", "/sign-in", Map.of("name", "anna", "password", PASSWORD));
        assertThat(browser.cookies.get("pgwright_session")).isNotEqualTo(before);

        ServedPages.Browser other = browser();
        other.cookies.put("pgwright_session", before);
        assertThat(other.show("/").statusCode()).isEqualTo(302);
    }

    @Test
    void endsTheSessionWithTheSignOut() {
        ServedPages.Browser browser = signedIn("anna");
        String session = browser.cookies.get("pgwright_session");
        assertThat(browser.submit("/", "/sign-out", Map.of()).statusCode()).isEqualTo(302);

        browser.cookies.put("pgwright_session", session);
        assertThat(browser.show("/").statusCode()).isEqualTo(302);
    }

    @Test
    void refusesFormsThatNoPageOfOursSent() {
        ServedPages.Browser browser = signedIn("anna");
        assertThat(browser.submitAsIs("/sign-out", Map.of()).statusCode()).isEqualTo(403);
        assertThat(
                        browser.submitAsIs("/sign-in", Map.of("name", "anna", "password", PASSWORD))
                                .statusCode())
                .isEqualTo(403);
        assertThat(browser.show("/").statusCode()).isEqualTo(200);
    }

    @Test
    void leadsToNoOtherSite() {
        ServedPages.Browser browser = browser();
        for (String to : List.of("//evil.example", "https://evil.example", "/\\evil.example")) {
            HttpResponse<String> response =
                    browser.submit(
                            "/sign-in",
                            "/sign-in",
                            Map.of("name", "anna", "password", PASSWORD, "to", to));
            assertThat(response.headers().firstValue("Location")).as(to).hasValue("/");
        }
    }

    @Test
    void sendsHeadersThatKeepOthersOut() {
        HttpResponse<String> page = browser().show("/sign-in");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        assertThat(page.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict"));
    }

    @Test
    void makesWhoGuessesWait() {
        served.accounts.invite("guessed", Role.VIEWER, false);
        ServedPages.Browser browser = browser();
        for (int i = 0; i < 5; i++) {
            assertThat(signIn(browser, "guessed", "wrong").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> late = signIn(browser, "guessed", PASSWORD);
        assertThat(late.statusCode()).isEqualTo(429);
        assertThat(late.body()).contains("Too many attempts have failed");
        assertThat(late.body()).doesNotContain(PASSWORD);
        assertThat(
                        served.repository
                                .jdbc()
                                .sql("SELECT count(*) FROM audit_entry WHERE user_name = 'guessed'")
                                .query(Integer.class)
                                .single())
                .isEqualTo(5);
    }

    @Test
    void showsWhatSomebodyCallsThemselvesAsText() {
        String name = "<script>alert('x')</script>";
        String token = served.accounts.invite(name, Role.VIEWER, false);
        ServedPages.Browser browser = browser();
        assertThat(setUp(browser, token, "ignored", PASSWORD).statusCode()).isEqualTo(303);
        assertThat(browser.show("/").body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void knowsProgramsByTheirTokens() {
        User anna = user("anna");
        String secret =
                served.programs
                        .make(anna, "deploy", Role.VIEWER, false, Duration.ofDays(1))
                        .secret();
        ServedPages.Browser browser = browser();
        assertThat(with(browser, "Bearer " + secret).statusCode()).isEqualTo(200);
        assertThat(with(browser, "Bearer " + secret).body()).contains("anna (viewer)");
        for (String forged :
                List.of(
                        "Bearer " + secret + "x",
                        "Bearer " + secret.substring(4),
                        "Basic YW5uYTphbm5h",
                        "Bearer ")) {
            assertThat(with(browser, forged).statusCode()).as(forged).isEqualTo(302);
        }
        assertThat(browser.cookies).doesNotContainKey("pgwright_session");
        ServedPages.Browser person = signedIn("anna");
        assertThat(with(person, "Bearer forged").statusCode()).isEqualTo(302);
    }

    private static HttpResponse<String> with(ServedPages.Browser browser, String authorization) {
        return browser.send(browser.request("/").header("Authorization", authorization).GET());
    }

    private static User user(String name) {
        return served.accounts.all().stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void locksOutAtOnceWhoMayNoLonger() {
        String token = served.accounts.invite("leaver", Role.OPERATOR, false);
        ServedPages.Browser browser = browser();
        assertThat(setUp(browser, token, "", PASSWORD).statusCode()).isEqualTo(303);
        User leaver = user("leaver");
        String secret =
                served.programs
                        .make(leaver, "job", Role.OPERATOR, false, Duration.ofDays(1))
                        .secret();

        served.accounts.change(leaver.id(), Role.OPERATOR, false, false);

        assertThat(browser.show("/").statusCode()).isEqualTo(302);
        assertThat(with(browser(), "Bearer " + secret).statusCode()).isEqualTo(302);
        assertThat(signIn(browser(), "leaver", PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void keepsAnAdministrator() {
        assertThatThrownBy(() -> served.accounts.change(user("anna").id(), Role.VIEWER, true, true))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("no administrator would be left");
        assertThat(user("anna").role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void refusesLargeBodies() {
        ServedPages.Browser browser = browser();
        HttpRequest.Builder large =
                browser.request("/sign-in")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("name=" + "x".repeat(200_000)));
        assertThat(browser.send(large).statusCode()).isIn(400, 403, 413);
    }

    @Test
    void writesDownWhoSignedInAndWhoWasRefused() {
        signedIn("anna");
        signIn(browser(), "nobody", "wrong");
        assertThat(
                        served.repository
                                .jdbc()
                                .sql(
                                        """
                                        SELECT user_name || ' ' || action || ': ' || outcome
                                          FROM audit_entry
                                        """)
                                .query(String.class)
                                .list())
                .contains("anna POST /sign-in: signed in", "nobody POST /sign-in: refused");
    }

    @Test
    void saysThatAPortIsTaken() {
        assertThatThrownBy(() -> WebServer.start(served.listening(), served.needs()).close())
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IN_USE))
                .hasMessageContaining("--listen");
    }
}
