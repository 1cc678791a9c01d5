package org.pgwright.app;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.alerting.AlertLoop;
import org.pgwright.cli.ServeOptions;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.watch.Rhythm;
import org.pgwright.tuning.watch.Stop;
import org.pgwright.tuning.watch.Watching;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * What {@code pgwright serve} runs, in this process, and an administrator's program that asks it.
 */
final class ServedProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private static final ServeOptions LISTEN =
            new ServeOptions("127.0.0.1:0", new ServeOptions.Reach(null, null, false), null, null);

    private static final AlertLoop.Pace QUICK_ALERTS =
            new AlertLoop.Pace(Duration.ofSeconds(1), Duration.ofMillis(500));

    /** Of anna, the administrator. */
    static final String PASSWORD = "correct horse battery";

    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    private final RepositoryLocation location = Repositories.location(kept);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Surroundings surroundings;
    private final Rhythm rhythm;
    private final @Nullable String token;
    private Stop stop = new Stop();
    private Thread thread;

    ServedProcess(Path home) {
        this(home, Watching.QUICK, true);
    }

    /**
     * @param isSetUp whether there is a user, who has a token; otherwise nobody has been at it yet
     */
    ServedProcess(Path home, Rhythm rhythm, boolean isSetUp) {
        this.rhythm = rhythm;
        surroundings =
                new CommandLineFixture(home)
                        .with("PGWRIGHT_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
                        .surroundings();
        token = isSetUp ? token() : null;
        thread = start();
    }

    private String token() {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(clock, random);
        try (Repository repository = Repositories.on(kept)) {
            Accounts accounts = new Accounts(repository, clock, ids, random);
            User anna =
                    accounts.accept(accounts.setUp().orElseThrow(), "anna", new Secret(PASSWORD));
            return new Programs(repository, clock, ids, random)
                    .make(anna, "tests", Role.ADMIN, true, Duration.ofDays(1))
                    .secret();
        }
    }

    private Thread start() {
        Stop its = stop;
        return Thread.ofPlatform()
                .start(
                        () ->
                                Main.serverProcess(surroundings, "1.2.3")
                                        .in(rhythm)
                                        .comparing(QUICK_ALERTS)
                                        .run(location, LISTEN, its, messages::add));
    }

    /** Ends it as a signal would, and starts it again. */
    void restart() {
        end();
        messages.clear();
        stop = new Stop();
        thread = start();
    }

    private void end() {
        stop.now();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    List<String> messages() {
        return messages;
    }

    /**
     * Tells the planner of the repository's server what is in it, which autovacuum does elsewhere.
     */
    void analyze() {
        kept.execute("ANALYZE");
    }

    /** Where it listens. */
    URI address() {
        Watching.until(() -> messages.stream().anyMatch(told -> told.startsWith("serving ")));
        return URI.create(
                messages.stream()
                        .filter(told -> told.startsWith("serving "))
                        .findFirst()
                        .orElseThrow()
                        .substring("serving ".length()));
    }

    /** A command line that asks it, as its administrator. */
    CommandLineFixture.Ending command(Path home, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server=" + address());
        return new CommandLineFixture(home)
                .with("PGWRIGHT_TOKEN", Objects.requireNonNull(token))
                .run(all.toArray(String[]::new));
    }

    JsonNode get(String path) {
        return JSON.readTree(send("GET", path, null).body());
    }

    JsonNode post(String path, Object body) {
        HttpResponse<String> response = send("POST", path, JSON.writeValueAsString(body));
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    int delete(String path) {
        return send("DELETE", path, null).statusCode();
    }

    /** Asks again and again until the answer is as wanted. */
    JsonNode await(String path, Predicate<JsonNode> wanted) {
        JsonNode[] answer = {JSON.nullNode()};
        try {
            Watching.until(
                    () -> {
                        answer[0] = get(path);
                        return wanted.test(answer[0]);
                    });
        } catch (AssertionError never) {
            throw new AssertionError(path + " was last " + answer[0] + "; " + messages, never);
        }
        return answer[0];
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(address().resolve(path))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    body == null
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        end();
        kept.close();
    }
}
