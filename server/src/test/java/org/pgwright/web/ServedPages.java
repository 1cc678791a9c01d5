package org.pgwright.web;

import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.ChannelSecret;
import org.pgwright.alerting.Teller;
import org.pgwright.alerting.channel.Senders;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.task.TaskDesk;
import org.pgwright.tuning.watch.ServerRegister;
import org.pgwright.tuning.watch.WatchList;
import org.pgwright.web.access.WebOptions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A web server over a repository of its own, and browsers that ask it. */
final class ServedPages implements AutoCloseable {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private static final Map<String, String> KEY =
            Map.of("PGWRIGHT_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    final Repository repository = Repositories.on(kept);
    final Accounts accounts;
    final Programs programs;
    private final Senders senders = new Senders(Senders.DEADLINE);
    private final WebNeeds needs;
    private final WebOptions options;
    private final HttpClient client;
    WebServer server;

    ServedPages() {
        this(WebOptions.NONE, HttpClient.newHttpClient());
    }

    /**
     * @param client of its browsers
     */
    ServedPages(WebOptions options, HttpClient client) {
        this.options = options;
        this.client = client;
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock, random);
        accounts = new Accounts(repository, clock, ids, random);
        programs = new Programs(repository, clock, ids, random);
        Map<String, String> environment =
                Map.of("PGWRIGHT_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        Teller teller =
                new Teller(
                        repository, senders, ChannelSecret.of(environment, repository.location()));
        ServerRegister register =
                new ServerRegister(
                        repository,
                        repository.location(),
                        new ConnectionEnvironment(KEY, Path.of("/nowhere"), "nobody", List.of()),
                        clock,
                        ids);
        needs =
                new WebNeeds(
                        "1.2.3",
                        repository,
                        accounts,
                        programs,
                        clock,
                        ids,
                        new WebNeeds.Servers(register, WatchList.following(register::connections)),
                        new WebNeeds.Deciding(
                                actor -> new Changes(repository, clock, ids, random, actor),
                                new TaskDesk(repository, clock, ids),
                                actor -> AlertOffice.of(teller, clock, ids::next, actor)));
        server = start();
    }

    private WebServer start() {
        return WebServer.start(
                new WebSettings(InetAddress.getLoopbackAddress(), 0, options), needs);
    }

    void restart() {
        server.close();
        server = start();
    }

    WebSettings listening() {
        return new WebSettings(InetAddress.getLoopbackAddress(), server.address().getPort());
    }

    /** The database of the repository. */
    TestDatabase kept() {
        return kept;
    }

    /** Where it listens. */
    URI address() {
        return server.address();
    }

    WebNeeds needs() {
        return needs;
    }

    @Override
    public void close() {
        server.close();
        senders.close();
        repository.close();
        kept.close();
    }

    /** Keeps cookies by name, as their path and host are always the same. */
    final class Browser {
        final Map<String, String> cookies = new TreeMap<>();

        HttpResponse<String> show(String path) {
            return send(request(path).GET());
        }

        /** Sends a form with the proof that the page at the path has. */
        HttpResponse<String> submit(String page, String path, Map<String, String> fields) {
            Matcher proof = CSRF.matcher(show(page).body());
            Map<String, String> all = new TreeMap<>(fields);
            if (proof.find()) {
                all.put("_csrf", proof.group(1));
            }
            return submitAsIs(path, all);
        }

        HttpResponse<String> submitAsIs(String path, Map<String, String> fields) {
            String form =
                    fields.entrySet().stream()
                            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                            .collect(Collectors.joining("&"));
            return send(
                    request(path)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form)));
        }

        HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            return request;
        }

        HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                HttpResponse<String> response =
                        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                response.headers().allValues("Set-Cookie").forEach(this::keep);
                return response;
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        private void keep(String cookie) {
            String pair = cookie.split(";", 2)[0];
            String[] parts = pair.split("=", 2);
            if (parts[1].isEmpty()) {
                cookies.remove(parts[0]);
            } else {
                cookies.put(parts[0], parts[1]);
            }
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
