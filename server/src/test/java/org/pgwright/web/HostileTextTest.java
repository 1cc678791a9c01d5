package org.pgwright.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.watch.ServerRegister;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.lang.reflect.RecordComponent;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Hostile text in every field of every form and every parameter of every operation: none of it is
 * more than text, and nothing ends in an error that nobody foresaw.
 */
final class HostileTextTest {
    private static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCRIPT = "<script>alert(1)</script>";

    private static final List<String> HOSTILE =
            List.of(
                    "'; DROP TABLE app_user; --",
                    "\" OR \"1\"=\"1",
                    SCRIPT,
                    "\0",
                    "%",
                    "\\",
                    "../../etc/passwd",
                    "x".repeat(3000),
                    "9".repeat(30),
                    "-1",
                    "1e400",
                    "\uD83D\uDE00");

    private static final List<String> UNFORESEEN = new ArrayList<>();

    private static ServedPages served;
    private static TestDatabase shop;
    private static ServedPages.Browser admin;
    private static String token;
    private static String proof;

    @BeforeAll
    static void serveAShop() {
        served = new ServedPages();
        shop = TestServers.freshDatabase(TestServers.NEWEST);
        served.needs()
                .servers()
                .register()
                .add(
                        ServerRegister.look(
                                ConnectionSettings.to(
                                        shop.host(),
                                        shop.port(),
                                        shop.user(),
                                        shop.name(),
                                        shop.password())),
                        "shop",
                        null);
        User anna =
                served.accounts.accept(
                        served.accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
        token =
                served.programs
                        .make(anna, "script", Role.ADMIN, false, Duration.ofDays(1))
                        .secret();
        admin = served.new Browser();
        admin.submit("/sign-in", "/sign-in", Map.of("name", "anna", "password", PASSWORD));
        proof =
                admin.show("/settings/tokens")
                        .body()
                        .replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    }

    @AfterAll
    static void end() {
        shop.close();
        served.close();
    }

    /** Fields of a form or an address, by reflection on who takes them. */
    private static Set<String> fields(PageRoutes.Route route) {
        Set<String> fields = new TreeSet<>();
        for (MethodParameter parameter : route.handler().getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestParam.class)) {
                fields.add(parameter.getParameter().getName());
            } else if (parameter.getParameterType().isRecord()
                    && !parameter.hasParameterAnnotation(PathVariable.class)) {
                for (RecordComponent one : parameter.getParameterType().getRecordComponents()) {
                    fields.add(one.getName());
                }
            }
        }
        return fields;
    }

    @BeforeEach
    void forget() {
        UNFORESEEN.clear();
    }

    @Test
    void isTextInEveryFieldOfEveryPage() {
        int sent = 0;
        for (PageRoutes.Route route : PageRoutes.of(served).all()) {
            Set<String> fields = fields(route);
            for (String text : HOSTILE) {
                Map<String, String> all = new TreeMap<>();
                fields.forEach(field -> all.put(field, text));
                foreseen(route, "shop", all);
                foreseen(route, text, Map.of());
                for (String field : fields) {
                    Map<String, String> one = new TreeMap<>();
                    fields.forEach(other -> one.put(other, usual(other)));
                    one.put(field, text);
                    foreseen(route, "shop", one);
                    sent++;
                }
            }
        }
        assertThat(UNFORESEEN).isEmpty();
        assertThat(sent).isGreaterThan(500);
        assertThat(admin.show("/settings/users").body()).contains("anna");
    }

    /** What a field can hold, without that much comes of it. */
    private static String usual(String field) {
        return switch (field) {
            case "host" -> "";
            case "metric" -> "bloat";
            case "kind" -> "webhook";
            case "role" -> "viewer";
            case "startedAt" -> "2026-01-31T12:00:00Z";
            case "of", "name", "table", "search", "comment", "reason", "settings" -> "none";
            default -> "1";
        };
    }

    private static void foreseen(
            PageRoutes.Route route, String database, Map<String, String> fields) {
        String path =
                route.pattern()
                        .replace("{database}", encoded(database))
                        .replace("{pid}", "1")
                        .replaceAll("\\{\\w+}", "none1234");
        HttpResponse<String> response =
                route.method().equals("GET")
                        ? admin.show(path + (fields.isEmpty() ? "" : "?" + query(fields)))
                        : admin.submitAsIs(path, withProof(fields));
        look("%s %s".formatted(route.name(), fields), response);
    }

    private static void look(String what, HttpResponse<String> response) {
        // A gateway's failure is that of a server that somebody named, and says so.
        boolean isUnforeseen = response.statusCode() == 500;
        boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
        if (isUnforeseen || (!isJson && response.body().contains(SCRIPT))) {
            UNFORESEEN.add(
                    response.statusCode() + " " + what.substring(0, Math.min(200, what.length())));
        }
    }

    private static Map<String, String> withProof(Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("_csrf", proof);
        return all;
    }

    private static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void isTextInEveryParameterOfTheApi() {
        JsonNode document = JSON.readTree(served.new Browser().show("/api/v1/openapi.json").body());
        List<String> asked = new ArrayList<>();
        document.path("paths")
                .propertyStream()
                .forEach(
                        path ->
                                path.getValue()
                                        .propertyStream()
                                        .forEach(
                                                operation -> {
                                                    asked.add(operation.getKey());
                                                    ask(
                                                            document,
                                                            path.getKey(),
                                                            operation.getKey(),
                                                            operation.getValue());
                                                }));
        assertThat(UNFORESEEN).isEmpty();
        assertThat(asked).hasSizeGreaterThan(40);
    }

    private static void ask(JsonNode document, String path, String method, JsonNode operation) {
        List<String> queries = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            (parameter.path("in").asString().equals("query") ? queries : parts)
                    .add(parameter.path("name").asString());
        }
        List<String> bodies = bodies(document, operation);
        for (String text : HOSTILE) {
            for (String part : parts) {
                foreseen(method, path.replace("{" + part + "}", encoded(text)), bodies.getFirst());
            }
            for (String query : queries) {
                foreseen(method, path + "?" + query + "=" + encoded(text), bodies.getFirst());
            }
        }
        // The shop is needed until the end.
        if (!method.equals("delete")) {
            bodies.forEach(body -> foreseen(method, path, body));
        }
    }

    /** With hostile text in each field, one after the other; for what has no body, an empty one. */
    private static List<String> bodies(JsonNode document, JsonNode operation) {
        List<String> bodies = new ArrayList<>();
        bodies.add("{}");
        String reference =
                operation.at("/requestBody/content/application~1json/schema/$ref").asString("");
        JsonNode properties =
                document.at("/components/schemas/" + reference.replaceAll(".*/", ""))
                        .path("properties");
        for (String text : HOSTILE) {
            properties
                    .propertyNames()
                    .forEach(
                            field -> {
                                ObjectNode body = JSON.createObjectNode();
                                properties
                                        .propertyNames()
                                        .forEach(
                                                other ->
                                                        put(body, properties, other, usual(other)));
                                put(body, properties, field, text);
                                bodies.add(body.toString());
                            });
        }
        return bodies;
    }

    private static void put(ObjectNode body, JsonNode properties, String field, String text) {
        JsonNode type = properties.path(field).path("type");
        String kind =
                type.isArray()
                        ? type.valueStream()
                                .map(JsonNode::asString)
                                .filter(one -> !one.equals("null"))
                                .findFirst()
                                .orElse("string")
                        : type.asString("string");
        switch (kind) {
            case "array" -> body.putArray(field).add(text);
            case "object" -> body.putObject(field).put(text, text);
            default -> body.put(field, text);
        }
    }

    private static void foreseen(String method, String pattern, String body) {
        String path =
                pattern.replace("{database}", "shop")
                        .replace("{pid}", "1")
                        .replace("{metric}", "bloat")
                        .replaceAll("\\{\\w+}", "none1234");
        ServedPages.Browser program = served.new Browser();
        String verb = method.toUpperCase(Locale.ROOT);
        HttpResponse<String> response =
                program.send(
                        program.request(path)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .method(
                                        verb,
                                        verb.equals("GET") || verb.equals("DELETE")
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString(body)));
        look("%s %s %s".formatted(verb, path, body), response);
    }
}
