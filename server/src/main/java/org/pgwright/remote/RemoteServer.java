package org.pgwright.remote;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.report.FiguresFormat;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A {@code pgwright serve} that is asked by its API, with a token. Reads only, and follows no
 * redirect: the token goes to the address that was given and to no other.
 */
public final class RemoteServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private final URI address;
    private final Secret token;

    /**
     * @param address such as {@code https://pgwright.example.com}; without TLS on this machine
     *     only, as the token would be read on its way
     * @throws PgwrightException USAGE for any other
     */
    public RemoteServer(URI address, Secret token) {
        String host = address.getHost();
        boolean isSafe = "https".equals(address.getScheme()) && host != null;
        boolean isHere = "http".equals(address.getScheme()) && host != null && HERE.contains(host);
        if (!isSafe && !isHere) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--server '" + address + "' is no address of HTTPS",
                    "give one such as https://pgwright.example.com; http is for this machine only");
        }
        this.address = address;
        this.token = token;
    }

    /**
     * What is wanted.
     *
     * @param path below that of a database, such as {@code queries}
     * @param parameters by name
     */
    public record Question(String path, Map<String, String> parameters) {
        public Question {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * A report on a server that it watches, as it writes it.
     *
     * @param instance by name; null for the only one
     * @throws PgwrightException as the server says it, or if it cannot be reached
     */
    public String report(@Nullable String instance, Question question, FiguresFormat format) {
        String database = instance == null ? onlyInstance() : instance;
        String path =
                "databases/"
                        + encoded(database)
                        + Arrays.stream(question.path().split("/"))
                                .map(part -> "/" + encoded(part))
                                .collect(Collectors.joining());
        String parameters =
                question.parameters().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                        .collect(Collectors.joining("&"));
        return get(parameters.isEmpty() ? path : path + "?" + parameters, type(format));
    }

    private static String type(FiguresFormat format) {
        return switch (format) {
            case TEXT -> "text/plain";
            case JSON -> "application/json";
        };
    }

    private String onlyInstance() {
        Set<String> names = new LinkedHashSet<>();
        String answer = get("databases", type(FiguresFormat.JSON));
        try {
            for (JsonNode server : JSON.readTree(answer).path("servers")) {
                names.add(server.path("instance").asString());
            }
        } catch (JacksonException other) {
            throw strange(other);
        }
        if (names.size() != 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    names.isEmpty()
                            ? "the server watches none yet"
                            : "the server watches several: " + String.join(", ", names),
                    names.isEmpty() ? "add one in the browser" : "choose one with --instance");
        }
        return names.iterator().next();
    }

    private String get(String path, String type) {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/api/v1/" + path))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + token.reveal())
                        .header("Accept", type + ", application/problem+json;q=0.9")
                        .build();
        HttpResponse<String> response;
        try {
            response =
                    client.send(
                            request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    address + " cannot be reached",
                    "check the address, and that pgwright serve runs there",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PgwrightException(
                    ErrorCode.INTERNAL, "asking " + address + " was interrupted", "ask again");
        }
        if (response.statusCode() != OK) {
            throw problem(response);
        }
        return response.body();
    }

    /** As its problem document has it, whose codes are ours. */
    private PgwrightException problem(HttpResponse<String> response) {
        try {
            JsonNode problem = JSON.readTree(response.body());
            for (ErrorCode code : ErrorCode.values()) {
                if (code.name().equalsIgnoreCase(problem.path("code").asString(""))) {
                    return new PgwrightException(
                            code,
                            address + " says: " + problem.path("detail").asString(""),
                            code == ErrorCode.NOT_ALLOWED
                                    ? "give a token that may, in PGWRIGHT_TOKEN or --token-file"
                                    : "see pgwright COMMAND --help");
                }
            }
            return strange(null);
        } catch (JacksonException other) {
            return strange(other);
        }
    }

    private PgwrightException strange(@Nullable Exception cause) {
        return new PgwrightException(
                ErrorCode.CONNECTION_FAILED,
                address + " does not answer as pgwright serve does",
                "check the address",
                cause);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.close();
    }
}
