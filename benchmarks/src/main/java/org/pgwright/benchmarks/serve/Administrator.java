package org.pgwright.benchmarks.serve;

import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The administrator of a server that is measured. */
public final class Administrator {
    private static final Pattern PROOF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Duration LIFE = Duration.ofDays(1);

    private final String name = "measuring-" + Long.toHexString(System.nanoTime());
    private final String password;
    private final Programs programs;
    private final User user;

    private Administrator(String password, Programs programs, Accounts accounts) {
        this.password = password;
        this.programs = programs;
        String link = accounts.invite(name, Role.ADMIN, true);
        this.user = accounts.accept(link, name, new Secret(password));
    }

    /** One more, whoever there is already. */
    public static Administrator in(Repository repository) {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock, random);
        return new Administrator(
                "of %s for the measurement".formatted(ids.next()),
                new Programs(repository, clock, ids, random),
                new Accounts(repository, clock, ids, random));
    }

    /** The secret of a token of a viewer. */
    public String token(String called) {
        return programs.make(user, called, Role.VIEWER, false, LIFE).secret();
    }

    /** A browser that is signed in. */
    public HttpClient signIn(URI server) throws IOException, InterruptedException {
        HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        URI form = server.resolve("/sign-in");
        String page =
                browser.send(
                                HttpRequest.newBuilder(form).GET().build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        Matcher proof = PROOF.matcher(page);
        if (!proof.find()) {
            throw new IllegalStateException("the page for signing in has no form");
        }
        String fields =
                "name=%s&password=%s&_csrf=%s"
                        .formatted(encoded(name), encoded(password), encoded(proof.group(1)));
        HttpResponse<Void> answer =
                browser.send(
                        HttpRequest.newBuilder(form)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(fields))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException("signing in is answered by " + answer.statusCode());
        }
        return browser;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
