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
import java.util.Map;

/** Who may scrape us, and in which formats. */
final class MetricsEndpointTest {
    private static ServedPages served;
    private static String token;

    @BeforeAll
    static void serve() {
        served = new ServedPages();
        served.accounts.accept(
                served.accounts.setUp().orElseThrow(), "anna", new Secret("correct horse battery"));
        User anna = served.accounts.all().getFirst();
        token =
                served.programs
                        .make(anna, "prometheus", Role.VIEWER, false, Duration.ofDays(1))
                        .secret();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static HttpResponse<String> scraped(String accept, Map<String, String> headers) {
        ServedPages.Browser browser = served.new Browser();
        var request = browser.request("/metrics").header("Accept", accept);
        headers.forEach(request::header);
        return browser.send(request.GET());
    }

    private static HttpResponse<String> scraped(String accept) {
        return scraped(accept, Map.of("Authorization", "Bearer " + token));
    }

    @Test
    void needsAToken() {
        assertThat(scraped("*/*", Map.of()).statusCode()).isEqualTo(401);
        assertThat(scraped("*/*", Map.of("Authorization", "Bearer pgw_guessed")).statusCode())
                .isEqualTo(401);
        assertThat(scraped("*/*").statusCode()).isEqualTo(200);
    }

    @Test
    void speaksPrometheusTextAndOpenMetrics() {
        HttpResponse<String> text = scraped("text/plain;version=0.0.4");
        assertThat(text.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain;version=0.0.4");
        assertThat(text.body()).doesNotContain("# EOF");
        HttpResponse<String> open = scraped("application/openmetrics-text;version=1.0.0");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/openmetrics-text;version=1.0.0");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void tellsOfItsOwnProcess() {
        served.new Browser().show("/sign-in");
        served.new Browser().show("/anything/that-somebody/makes/up");
        assertThat(scraped("text/plain").body())
                .contains(
                        "pgwright_build_info{version=\"1.2.3\"} 1.0",
                        "jvm_memory_used_bytes{",
                        "process_cpu_seconds_total",
                        "pgwright_repository_up 1.0",
                        "pgwright_repository_connections{state=\"active\"}",
                        "pgwright_repository_connections_limit 6.0",
                        "pgwright_http_request_duration_seconds_count{method=\"GET\",route=\"/sign-in\",status=\"200\"}",
                        "pgwright_http_request_duration_seconds_count{method=\"GET\",route=\"other\",status=\"302\"}")
                .doesNotContain("made", "that-somebody");
    }
}
