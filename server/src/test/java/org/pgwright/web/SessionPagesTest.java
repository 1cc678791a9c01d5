package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.watch.ServerRegister;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Ending sessions from pages and by the API. */
final class SessionPagesTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final JsonMapper JSON = new JsonMapper();

    private static ServedPages served;
    private static TestDatabase shop;
    private static String name;
    private static String server;
    private static String token;

    @BeforeAll
    static void serveAShop() {
        served = new ServedPages();
        shop = TestServers.freshDatabase(TestServers.NEWEST);
        ServerRegister register = served.needs().servers().register();
        RegisteredNode node =
                register.add(
                        ServerRegister.look(
                                ConnectionSettings.to(
                                        shop.host(),
                                        shop.port(),
                                        shop.user(),
                                        shop.name(),
                                        shop.password())),
                        "shop",
                        new Secret(shop.password()));
        name = node.instanceName();
        server = node.address();
        User anna =
                served.accounts.accept(
                        served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        token =
                served.programs
                        .make(anna, "script", Role.OPERATOR, false, Duration.ofDays(1))
                        .secret();
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            String link = served.accounts.invite(role.word(), role, false);
            served.accounts.accept(link, role.word(), new Secret(PASSWORD));
        }
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
    void asksOnceMoreAndThenEndsASession() throws SQLException {
        try (Connection client = shop.connect();
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute("SET application_name = '" + HOSTILE + "'");
            int pid = pid(statement);
            String page = "/db/" + name + "/sessions/" + pid;
            assertThat(as("viewer").show(page).statusCode()).isEqualTo(403);
            ServedPages.Browser operator = as("operator");

            HttpResponse<String> asked = operator.show(page);

            assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
            assertThat(asked.body())
                    .contains(
                            "idle in transaction", "&lt;script&gt;alert", "Holds up</dt><dd>nobody")
                    .contains("Terminate process " + pid)
                    .doesNotContain(HOSTILE, "Cancel its query");
            String started =
                    asked.body().replaceAll("(?s).*name=\"startedAt\" value=\"([^\"]+)\".*", "$1");
            Map<String, String> form = Map.of("server", server, "startedAt", started);
            assertThat(
                            as("viewer")
                                    .submit("/settings/tokens", page + "/terminate", form)
                                    .statusCode())
                    .isEqualTo(403);
            assertThat(operator.submitAsIs(page + "/terminate", form).statusCode()).isEqualTo(403);
            assertThat(pid(statement)).isEqualTo(pid);

            HttpResponse<String> ended = operator.submit(page, page + "/terminate", form);

            assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
            assertThat(ended.body()).contains("Process " + pid + " of " + server + " ended.");
            assertThat(operator.submit("/settings/tokens", page + "/terminate", form).body())
                    .contains("was gone already");
            assertThat(operator.show(page).statusCode()).isEqualTo(404);
            assertThat(as("anna").show("/settings/audit").body())
                    .contains("process " + pid + " of " + server, "application '&lt;script")
                    .doesNotContain(HOSTILE);
        }
    }

    @Test
    void endsOnlyTheSessionThatBeganThen() throws SQLException {
        try (Connection client = shop.connect();
                Statement statement = client.createStatement()) {
            int pid = pid(statement);
            String path = "/api/v1/databases/" + name + "/sessions/" + pid;
            JsonNode session = JSON.readTree(program(path).body());
            assertThat(session.path("server").asString()).isEqualTo(server);
            assertThat(session.path("refusal").isNull()).isTrue();
            String started = session.path("startedAt").asString();

            assertThat(end(path, "{}").statusCode()).isEqualTo(400);
            assertThat(end(path, "{\"startedAt\": \"2026-01-31T12:00:00.123456Z\"}").body())
                    .contains("\"was_gone\"");
            assertThat(
                            end(
                                            path,
                                            "{\"startedAt\": \"%s\", \"server\": \"no\"}"
                                                    .formatted(started))
                                    .statusCode())
                    .isEqualTo(404);
            assertThat(pid(statement)).isEqualTo(pid);
            HttpResponse<String> ended = end(path, "{\"startedAt\": \"%s\"}".formatted(started));

            assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
            assertThat(JSON.readTree(ended.body()).path("outcome").asString()).isEqualTo("ended");
            assertThat(program(path).statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> program(String path) {
        ServedPages.Browser program = served.new Browser();
        return program.send(program.request(path).header("Authorization", "Bearer " + token).GET());
    }

    private static HttpResponse<String> end(String path, String body) {
        ServedPages.Browser program = served.new Browser();
        return program.send(
                program.request(path + "/terminate")
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
