package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;

import java.net.http.HttpResponse;
import java.time.Duration;

/** How often one may ask the API. */
final class RateLimitsTest {
    private static ServedPages served;
    private static User anna;

    @BeforeAll
    static void open() {
        served = new ServedPages();
        String link = served.accounts.setUp().orElseThrow();
        anna = served.accounts.accept(link, "anna", new Secret("correct horse battery staple"));
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @Test
    void refusesAnAddressThatAsksWithoutEndAndNobodyElse() {
        ServedPages.Browser stranger = served.new Browser();
        HttpResponse<String> answer = stranger.show("/api/v1/databases");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("RateLimit-Policy")).hasValue("\"api\";q=300;w=30");
        for (int asked = 1; asked < 2_000 && answer.statusCode() == 401; asked++) {
            answer = stranger.show("/api/v1/databases");
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("application/problem+json"));
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.headers().firstValue("RateLimit"))
                .hasValueSatisfying(left -> assertThat(left).startsWith("\"api\";r=0;t="));
        assertThat(answer.body()).contains("Too many requests; wait as long as Retry-After says.");
        assertThat(ask(token("dashboard")).statusCode()).isEqualTo(200);
        assertThat(stranger.show("/sign-in").statusCode()).isEqualTo(200);
    }

    @Test
    void countsEachTokenForItself() {
        String one = token("one");
        String other = token("other");

        ask(one);
        ask(one);

        assertThat(ask(one).headers().firstValue("RateLimit"))
                .hasValueSatisfying(left -> assertThat(left).doesNotContain("r=599"));
        assertThat(ask(other).headers().firstValue("RateLimit"))
                .hasValueSatisfying(left -> assertThat(left).contains("r=599"));
    }

    private static String token(String name) {
        return served.programs.make(anna, name, Role.VIEWER, false, Duration.ofDays(1)).secret();
    }

    private static HttpResponse<String> ask(String token) {
        ServedPages.Browser program = served.new Browser();
        return program.send(
                program.request("/api/v1/databases").header("Authorization", "Bearer " + token));
    }
}
