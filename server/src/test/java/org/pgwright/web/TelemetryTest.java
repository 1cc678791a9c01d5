package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;
import org.pgwright.web.access.WebOptions;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What OpenTelemetry is sent. */
final class TelemetryTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Map<String, String> received = new ConcurrentHashMap<>();

    /** Texts stand in Protobuf as they are. */
    private void receive(HttpExchange exchange) throws IOException {
        received.merge(
                exchange.getRequestURI().getPath(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1),
                String::concat);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Test
    void hasRequestsByRouteAndTheLog() throws Exception {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        URI endpoint = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
        try (ServedPages served =
                new ServedPages(
                        new WebOptions(null, false, null, endpoint), HttpClient.newHttpClient())) {
            ServedPages.Browser browser = served.new Browser();
            browser.send(
                    browser.request("/sign-in?to=/somewhere-secret")
                            .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                            .GET());
            LoggerFactory.getLogger(TelemetryTest.class)
                    .warn("it is {}", "late", new IllegalStateException("somebody's value"));
        }
        receiver.stop(0);
        assertThat(received).containsOnlyKeys("/v1/traces", "/v1/logs");
        assertThat(received.get("/v1/traces"))
                .contains("GET /sign-in", "pgwright", "1.2.3", "service.name")
                .contains(bytes(TRACE))
                .doesNotContain("somewhere-secret");
        assertThat(received.get("/v1/logs"))
                .contains("it is late", "WARN", "java.lang.IllegalStateException")
                .doesNotContain("somebody's value");
        // Nothing of it is left behind.
        received.clear();
        LoggerFactory.getLogger(TelemetryTest.class).warn("it is later");
        assertThat(received).isEmpty();
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
