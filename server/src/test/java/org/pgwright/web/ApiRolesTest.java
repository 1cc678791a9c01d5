package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Every endpoint of the API with every role, from its document: one that is new has to be listed.
 */
final class ApiRolesTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** The least role that may do each operation. */
    private static final Map<String, Role> LEAST =
            Map.ofEntries(
                    Map.entry("databases", Role.VIEWER),
                    Map.entry("addDatabase", Role.ADMIN),
                    Map.entry("removeDatabase", Role.ADMIN),
                    Map.entry("metrics", Role.VIEWER),
                    Map.entry("queries", Role.VIEWER),
                    Map.entry("query", Role.VIEWER),
                    Map.entry("indexes", Role.VIEWER),
                    Map.entry("tables", Role.VIEWER),
                    Map.entry("table", Role.VIEWER),
                    Map.entry("bloat", Role.VIEWER),
                    Map.entry("activity", Role.VIEWER),
                    Map.entry("locks", Role.VIEWER),
                    Map.entry("activityHistory", Role.VIEWER),
                    Map.entry("lockHistory", Role.VIEWER),
                    Map.entry("logs", Role.VIEWER),
                    Map.entry("session", Role.OPERATOR),
                    Map.entry("cancelSession", Role.OPERATOR),
                    Map.entry("terminateSession", Role.OPERATOR),
                    Map.entry("strategies", Role.VIEWER),
                    Map.entry("strategy", Role.VIEWER),
                    Map.entry("approve", Role.OPERATOR),
                    Map.entry("defer", Role.OPERATOR),
                    Map.entry("dismiss", Role.OPERATOR),
                    Map.entry("history", Role.VIEWER),
                    Map.entry("accuracy", Role.VIEWER),
                    Map.entry("export", Role.VIEWER),
                    Map.entry("advise", Role.OPERATOR),
                    Map.entry("apply", Role.OPERATOR),
                    Map.entry("rollBack", Role.OPERATOR),
                    Map.entry("tasks", Role.VIEWER),
                    Map.entry("task", Role.VIEWER),
                    Map.entry("endTask", Role.OPERATOR),
                    Map.entry("alerts", Role.VIEWER),
                    Map.entry("acknowledgeAlert", Role.OPERATOR),
                    Map.entry("silences", Role.VIEWER),
                    Map.entry("addSilence", Role.OPERATOR),
                    Map.entry("endSilence", Role.OPERATOR),
                    Map.entry("thresholds", Role.VIEWER),
                    Map.entry("setThreshold", Role.ADMIN),
                    Map.entry("unsetThreshold", Role.ADMIN),
                    Map.entry("policy", Role.VIEWER),
                    Map.entry("setPolicy", Role.ADMIN),
                    Map.entry("channels", Role.VIEWER),
                    Map.entry("addChannel", Role.ADMIN),
                    Map.entry("testChannel", Role.ADMIN),
                    Map.entry("removeChannel", Role.ADMIN),
                    Map.entry("tokens", Role.VIEWER),
                    Map.entry("addToken", Role.VIEWER),
                    Map.entry("deleteToken", Role.VIEWER),
                    Map.entry("users", Role.ADMIN),
                    Map.entry("addUser", Role.ADMIN),
                    Map.entry("changeUser", Role.ADMIN),
                    Map.entry("inviteUser", Role.ADMIN),
                    Map.entry("audit", Role.ADMIN));

    private static ServedPages served;
    private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);

    @BeforeAll
    static void makeTokens() {
        served = new ServedPages();
        User anna =
                served.accounts.accept(
                        served.accounts.setUp().orElseThrow(),
                        "anna",
                        new Secret("correct horse battery"));
        for (Role role : Role.values()) {
            TOKENS.put(
                    role,
                    served.programs
                            .make(anna, role.word(), role, false, Duration.ofDays(1))
                            .secret());
        }
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private record Operation(String id, String method, String path) {}

    private static List<Operation> operations() {
        JsonNode document = JSON.readTree(served.new Browser().show("/api/v1/openapi.json").body());
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .propertyStream()
                .forEach(
                        path ->
                                path.getValue()
                                        .propertyStream()
                                        .forEach(
                                                method ->
                                                        all.add(
                                                                new Operation(
                                                                        method.getValue()
                                                                                .path("operationId")
                                                                                .asString(),
                                                                        method.getKey()
                                                                                .toUpperCase(
                                                                                        Locale
                                                                                                .ROOT),
                                                                        path.getKey()))));
        return all;
    }

    @Test
    void letsEachRoleDoWhatItMayAndNothingElse() {
        List<Operation> operations = operations();

        assertThat(operations)
                .extracting(Operation::id)
                .containsExactlyInAnyOrderElementsOf(LEAST.keySet());
        for (Operation operation : operations) {
            // What could be a browser without the proof that a page of ours sent it.
            assertThat(status(operation, null))
                    .as(operation.toString())
                    .isEqualTo(operation.method().equals("GET") ? 401 : 403);
            assertThat(status(operation, "pgw_forged")).as(operation.toString()).isEqualTo(401);
            for (Role role : Role.values()) {
                boolean isAllowed =
                        role.includes(Objects.requireNonNull(LEAST.get(operation.id())));
                int status = status(operation, TOKENS.get(role));
                boolean isOfPeople =
                        operation.path().contains("/tokens") && !operation.method().equals("GET");
                assertThat(status == 403)
                        .as("%s as %s: %d", operation, role, status)
                        .isEqualTo(!isAllowed || isOfPeople);
                assertThat(status).as("%s as %s", operation, role).isLessThan(500);
            }
        }
    }

    private static int status(Operation operation, @Nullable String token) {
        ServedPages.Browser program = served.new Browser();
        String path =
                operation
                        .path()
                        .replace("{database}", "nowhere")
                        .replaceAll("\\{(task|user|token)}", UUID.randomUUID().toString())
                        .replace("{pid}", "1")
                        .replaceAll("\\{\\w+}", "none1234");
        HttpRequest.Builder request = program.request(path);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpRequest.BodyPublisher body =
                operation.method().equals("POST") || operation.method().equals("PUT")
                        ? HttpRequest.BodyPublishers.ofString(BODY)
                        : HttpRequest.BodyPublishers.noBody();
        HttpResponse<String> response =
                program.send(
                        request.header("Content-Type", "application/json")
                                .method(operation.method(), body));
        return response.statusCode();
    }

    /** What any of them can read, and none can do. */
    private static final String BODY =
            """
            {"name": "", "role": "viewer", "seesValues": false, "active": true, "days": 1,
             "host": "", "port": 1, "database": "none", "user": "nobody", "strategies": ["none"],
             "now": false, "hours": 1, "reason": "none"}
            """;
}
