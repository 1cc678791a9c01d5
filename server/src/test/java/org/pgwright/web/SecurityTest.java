package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What somebody does who speaks HTTP by hand. */
final class SecurityTest {
    private static final String PASSWORD = "correct horse battery";
    private static final int LARGE = 300 * 1024;

    private static ServedPages served;
    private static String token;

    @BeforeAll
    static void serve() {
        served = new ServedPages();
        User anna =
                served.accounts.accept(
                        served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        token =
                served.programs
                        .make(anna, "script", Role.ADMIN, false, Duration.ofDays(1))
                        .secret();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    @Test
    void takesOverNoSessionThatSomebodyElseMadeUp() {
        ServedPages.Browser browser = served.new Browser();
        browser.cookies.put("pgwright_session", "bWFkZS11cC1ieS1zb21lYm9keQ==");
        browser.submit("/sign-in", "/sign-in", Map.of("name", "anna", "password", PASSWORD));

        assertThat(browser.cookies.get("pgwright_session"))
                .isNotEqualTo("bWFkZS11cC1ieS1zb21lYm9keQ==");
        assertThat(browser.show("/settings/users").statusCode()).isEqualTo(200);
        ServedPages.Browser thief = served.new Browser();
        thief.cookies.put("pgwright_session", "bWFkZS11cC1ieS1zb21lYm9keQ==");
        assertThat(thief.show("/settings/users").statusCode()).isEqualTo(302);
    }

    @Test
    void leadsOutOfNoFolder() throws IOException {
        for (String path :
                List.of(
                        "/assets/../logback.xml",
                        "/assets/%2e%2e/logback.xml",
                        "/assets/..%2flogback.xml",
                        "/assets/%252e%252e/logback.xml",
                        "/assets/%252e%252e%252flogback.xml",
                        "/assets/..%5clogback.xml",
                        "/assets/..\\logback.xml",
                        "/assets/%00/../logback.xml",
                        "/assets/pgwright.css%00.js",
                        "/assets//etc/passwd",
                        "/assets/vendor/../../logback.xml",
                        "/assets/;/../logback.xml",
                        "/assets/file:/etc/passwd",
                        "/assets/")) {
            String answer =
                    raw(
                            "GET "
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer.lines().findFirst().orElse(""))
                    .as(path)
                    .containsPattern("HTTP/1.1 (302|400|404)");
            assertThat(answer).as(path).doesNotContain("<configuration", "root:x:");
        }
    }

    @Test
    void leadsToNoHostThatARequestNames() throws IOException {
        String answer =
                raw(
                        """
                        GET /settings HTTP/1.1\r
                        Host: evil.example\r
                        X-Forwarded-Host: evil.example\r
                        X-Forwarded-Proto: https\r
                        Forwarded: host=evil.example\r
                        Connection: close\r
                        \r
                        """);
        assertThat(answer).contains("HTTP/1.1 302", "Location: /sign-in");
        String page =
                raw("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertThat(page).contains("HTTP/1.1 200").doesNotContain("evil.example");
        for (String host : List.of("a b", "evil.example/..", "evil.example@x", "[::1")) {
            assertThat(
                            raw(
                                    "GET /sign-in HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void refusesRequestsThatTwoServersWouldCutDifferently() throws IOException {
        for (String headers :
                List.of(
                        "Content-Length: 5\r\nContent-Length: 6\r\n",
                        "Transfer-Encoding: chunked, identity\r\n",
                        "Transfer-Encoding : chunked\r\n",
                        "Content-Length: -1\r\n")) {
            assertThat(
                            raw(
                                    "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
                                            + headers
                                            + "Connection: close\r\n\r\n0\r\n\r\n"))
                    .as(headers)
                    .containsPattern("^HTTP/1.1 (400|403|501)");
        }
    }

    @Test
    void refusesLargeBodiesWithoutReadingThem() throws IOException {
        for (String path : List.of("/sign-in", "/api/v1/databases", "/settings/databases")) {
            // Announced, and never sent.
            String answer =
                    raw(
                            "POST "
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer "
                                    + token
                                    + "\r\nContent-Length: 100000000000\r\nConnection: close\r\n\r\n{");
            assertThat(answer).as(path).startsWith("HTTP/1.1 413");
        }
        ServedPages.Browser program = served.new Browser();
        byte[] large =
                ("{\"name\": \"" + "x".repeat(LARGE) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> chunked =
                program.send(
                        program.request("/api/v1/databases")
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(large))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
    }

    @Test
    void servesOthersWhileSomeDribbleAndEndsThem() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = socket();
                socket.getOutputStream()
                        .write(
                                "GET /sign-in HTTP/1.1\r\nHost: loc"
                                        .getBytes(StandardCharsets.UTF_8));
                slow.add(socket);
            }
            assertThat(served.new Browser().show("/sign-in").statusCode()).isEqualTo(200);
            for (Socket socket : slow) {
                socket.setSoTimeout(60_000);
                // Ends by itself, or with an answer and then by itself.
                assertThat(socket.getInputStream().readAllBytes().length).isLessThan(10_000);
            }
            assertThat(served.new Browser().show("/sign-in").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void knowsNoTokenThatItHasNotMade() {
        for (String forged :
                List.of(
                        "",
                        "pgw_",
                        token.substring(0, token.length() - 1),
                        token + "A",
                        token.toUpperCase(java.util.Locale.ROOT),
                        "pgw_' OR 1=1 --",
                        "pgw_" + "x".repeat(5000))) {
            ServedPages.Browser program = served.new Browser();
            assertThat(
                            program.send(
                                            program.request("/api/v1/databases")
                                                    .header("Authorization", "Bearer " + forged)
                                                    .GET())
                                    .statusCode())
                    .as(forged)
                    .isEqualTo(401);
        }
    }

    private static Socket socket() throws IOException {
        return new Socket(served.address().getHost(), served.address().getPort());
    }

    /** Sends it as it is, and reads until the server ends the connection. */
    private static String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
