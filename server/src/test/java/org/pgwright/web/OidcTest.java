package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.AuditEntry;
import org.pgwright.repository.account.AuditLog;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.web.access.OidcSettings;
import org.pgwright.web.access.WebOptions;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signing in by a provider of OpenID Connect. */
final class OidcTest {
    private static TestProvider provider;
    private static ServedPages served;

    @BeforeAll
    static void serve() {
        provider = new TestProvider();
        served =
                new ServedPages(
                        new WebOptions(
                                null,
                                false,
                                new OidcSettings(
                                        provider.issuer(),
                                        new OidcSettings.Client(
                                                TestProvider.CLIENT,
                                                new Secret(TestProvider.SECRET)),
                                        "Example & Co",
                                        new OidcSettings.Claims(
                                                "preferred_username",
                                                "groups",
                                                Map.of(
                                                        "developers",
                                                        Role.VIEWER,
                                                        "dba",
                                                        Role.OPERATOR))),
                                null),
                        HttpClient.newHttpClient());
        served.accounts.accept(
                served.accounts.setUp().orElseThrow(), "anna", new Secret("correct horse battery"));
    }

    @AfterAll
    static void end() {
        served.close();
        provider.close();
    }

    @AfterEach
    void tellTheTruthAgain() {
        provider.claims.clear();
        provider.isForged = false;
    }

    private static String begun(ServedPages.Browser browser) {
        HttpResponse<String> away = browser.show("/sign-in/oidc/provider");
        assertThat(away.statusCode()).isEqualTo(302);
        return away.headers().firstValue("Location").orElseThrow();
    }

    private static HttpResponse<String> signIn(ServedPages.Browser browser) {
        return browser.show(provider.authorized(begun(browser)));
    }

    private static ServedPages.Browser signedIn(String subject, String name, String... groups) {
        provider.claims.put("sub", subject);
        provider.claims.put("preferred_username", name);
        provider.claims.put("groups", List.of(groups));
        ServedPages.Browser browser = served.new Browser();
        assertThat(signIn(browser).statusCode()).isEqualTo(200);
        return browser;
    }

    private static int refusal(String subject, String name, String... groups) {
        provider.claims.put("sub", subject);
        provider.claims.put("preferred_username", name);
        provider.claims.put("groups", List.of(groups));
        ServedPages.Browser browser = served.new Browser();
        int status = signIn(browser).statusCode();
        assertThat(browser.cookies).doesNotContainKey("pgwright_session");
        assertThat(browser.show("/").statusCode()).isEqualTo(302);
        return status;
    }

    private static Optional<User> user(String name) {
        return served.accounts.all().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private static List<AuditEntry> audit() {
        return served.repository.inTransaction(jdbc -> new AuditLog().before(jdbc, null, 100));
    }

    @Test
    void offersTheProviderAndAsksItForACodeWithAProof() {
        ServedPages.Browser browser = served.new Browser();
        assertThat(browser.show("/sign-in").body()).contains("Sign in with Example &amp; Co");
        assertThat(begun(browser))
                .startsWith(provider.issuer() + "/authorize?")
                .contains(
                        "response_type=code",
                        "code_challenge_method=S256",
                        "code_challenge=",
                        "nonce=",
                        "state=");
        assertThat(browser.cookies).doesNotContainKey("pgwright_session");
    }

    @Test
    void letsAUserInWhomAnAdministratorAddedWithTheRoleOfOurs() {
        served.accounts.invite("ben", Role.ADMIN, true);
        ServedPages.Browser browser = signedIn("s-ben", "ben");
        assertThat(browser.show("/").body()).contains("ben (admin)");
        assertThat(audit())
                .anySatisfy(
                        entry -> {
                            assertThat(entry.who().userName()).isEqualTo("ben");
                            assertThat(entry.outcome()).isEqualTo("signed in by Example & Co");
                        });
        assertThat(signedIn("s-ben", "benjamin").show("/").body()).contains("ben (admin)");
        assertThat(refusal("s-another", "ben")).isEqualTo(403);
    }

    @Test
    void makesAUserOfWhomTheProviderGivesARoleAndGoesWithIt() {
        assertThat(signedIn("s-carl", "carl", "developers", "others").show("/").body())
                .contains("carl (viewer)");
        assertThat(user("carl").orElseThrow().seesValues()).isFalse();
        ServedPages.Browser browser = signedIn("s-carl", "carl", "developers", "dba");
        assertThat(browser.show("/").body()).contains("carl (operator)");
        assertThat(refusal("s-carl", "carl", "others")).isEqualTo(403);
    }

    @Test
    void letsNobodyInWhomNobodyKnows() {
        assertThat(refusal("s-eve", "eve", "others")).isEqualTo(403);
        assertThat(user("eve")).isEmpty();
        assertThat(audit())
                .anySatisfy(
                        entry -> {
                            assertThat(entry.who().userName()).isEqualTo("eve");
                            assertThat(entry.outcome())
                                    .isEqualTo("refused, though known to Example & Co");
                        });
    }

    @Test
    void neverTakesAUserWithAPasswordForSomebodyWhoHasTheName() {
        assertThat(refusal("s-mallory", "anna", "dba")).isEqualTo(403);
        assertThat(refusal("s-mallory", "local", "dba")).isEqualTo(403);
        assertThat(refusal("s-mallory", "", "dba")).isEqualTo(403);
    }

    @Test
    void keepsOutWhomWeHaveLockedOut() {
        ServedPages.Browser browser = signedIn("s-dora", "dora", "dba");
        User dora = user("dora").orElseThrow();
        served.accounts.change(dora.id(), Role.VIEWER, false, false);
        assertThat(browser.show("/").statusCode()).isEqualTo(302);
        assertThat(refusal("s-dora", "dora", "dba")).isEqualTo(403);
    }

    @Test
    void refusesTokensThatAreNotForThisSignIn() {
        provider.claims.put("nonce", "another");
        assertThat(refusal("s-fred", "fred", "dba")).isEqualTo(401);
        provider.claims.clear();
        provider.claims.put("iss", "https://elsewhere.example");
        assertThat(refusal("s-fred", "fred", "dba")).isEqualTo(401);
        provider.claims.clear();
        provider.claims.put("aud", "another-client");
        assertThat(refusal("s-fred", "fred", "dba")).isEqualTo(401);
        provider.claims.clear();
        provider.claims.put("exp", Date.from(Instant.now().minusSeconds(3_600)));
        provider.claims.put("iat", Date.from(Instant.now().minusSeconds(7_200)));
        assertThat(refusal("s-fred", "fred", "dba")).isEqualTo(401);
        provider.claims.clear();
        provider.isForged = true;
        assertThat(refusal("s-fred", "fred", "dba")).isEqualTo(401);
        assertThat(user("fred")).isEmpty();
    }

    @Test
    void refusesAnswersThatItDidNotAskFor() {
        provider.claims.put("sub", "s-gina");
        provider.claims.put("preferred_username", "gina");
        provider.claims.put("groups", List.of("dba"));
        ServedPages.Browser browser = served.new Browser();
        String back = provider.authorized(begun(browser));
        assertThat(served.new Browser().show(back).statusCode()).as("elsewhere").isEqualTo(401);
        ServedPages.Browser other = served.new Browser();
        String wrongState =
                provider.authorized(begun(other)).replaceAll("state=.*", "state=guessed");
        assertThat(other.show(wrongState).statusCode()).as("wrong state").isEqualTo(401);
        assertThat(user("gina")).isEmpty();

        Map<String, String> before = Map.copyOf(browser.cookies);
        assertThat(browser.show(back).statusCode()).isEqualTo(200);
        ServedPages.Browser replaying = served.new Browser();
        replaying.cookies.putAll(before);
        assertThat(replaying.show(back).statusCode()).as("replay").isEqualTo(401);
        assertThat(replaying.cookies).doesNotContainKey("pgwright_session");
    }

    @Test
    void asksForNothingThatIsNotItsProvider() {
        assertThat(served.new Browser().show("/sign-in/oidc/another").statusCode())
                .isNotIn(200, 302);
    }
}
