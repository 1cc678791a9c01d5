package org.pgwright.account;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.account.ApiToken;
import org.pgwright.repository.account.ApiTokens;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.repository.account.Users;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Lets programs in, by tokens that their owners made. */
public final class Programs {
    /** So that a secret that leaks is recognised, by people and by scanners. */
    public static final String PREFIX = "pgw_";

    private static final Duration LONGEST_LIFE = Duration.ofDays(366);
    private static final int LONGEST_NAME = 100;

    private final Repository repository;
    private final InstantSource clock;
    private final Ids ids;
    private final Tokens tokens;
    private final Users users = new Users();
    private final ApiTokens stored = new ApiTokens();

    /**
     * @param random must not be predictable
     */
    public Programs(Repository repository, InstantSource clock, Ids ids, RandomGenerator random) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
        this.tokens = new Tokens(random);
    }

    /**
     * A token as it is shown once.
     *
     * @param secret what a program sends; never stored
     */
    public record Made(ApiToken token, String secret) {}

    /**
     * A program that has shown its token.
     *
     * @param owner with what the token may: never more than its owner
     */
    public record Program(User owner, String tokenName) {}

    /**
     * Makes a token.
     *
     * @param role the most that it may
     * @param life up to 366 days
     * @throws PgwrightException USAGE if name or life are not fit, or the owner has one of the name
     */
    public Made make(User owner, String name, Role role, boolean seesValues, Duration life) {
        String called = name.strip();
        if (called.isEmpty() || called.length() > LONGEST_NAME) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the name of a token has 1 to " + LONGEST_NAME + " characters",
                    "choose another name, such as that of the program");
        }
        if (!life.isPositive() || life.compareTo(LONGEST_LIFE) > 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "a token lives for up to " + LONGEST_LIFE.toDays() + " days",
                    "choose a shorter time");
        }
        if (!owner.role().includes(role) || (seesValues && !owner.seesValues())) {
            throw new PgwrightException(
                    ErrorCode.NOT_ALLOWED,
                    "a token may not do more than its owner",
                    "choose the role " + owner.role().word() + " or a lesser one");
        }
        Instant now = clock.instant();
        ApiToken token =
                new ApiToken(
                        ids.next(),
                        owner.id(),
                        called,
                        role,
                        seesValues,
                        now,
                        now.plus(life),
                        null);
        String secret = PREFIX + tokens.next();
        boolean isNew =
                repository.inTransaction(jdbc -> stored.insert(jdbc, token, Tokens.hash(secret)));
        if (!isNew) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "you have a token of that name already",
                    "choose another name, or delete the other one");
        }
        return new Made(token, secret);
    }

    /** Whose token it is; empty if it is none, too old, or its owner may not sign in any more. */
    public Optional<Program> recognised(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return repository.inTransaction(
                jdbc ->
                        stored.valid(jdbc, Tokens.hash(secret), now)
                                .flatMap(
                                        token ->
                                                users.of(jdbc, token.userId())
                                                        .filter(User::isActive)
                                                        .map(owner -> program(owner, token)))
                                .map(
                                        known -> {
                                            stored.used(jdbc, known.token().id(), now);
                                            return known.program();
                                        }));
    }

    private record Known(Program program, ApiToken token) {}

    private static Known program(User owner, ApiToken token) {
        User limited =
                new User(
                        owner.id(),
                        owner.name(),
                        owner.role().least(token.role()),
                        owner.seesValues() && token.seesValues(),
                        owner.isActive(),
                        owner.hasPassword(),
                        owner.lastSignIn());
        return new Known(new Program(limited, token.name()), token);
    }

    /** Those of a user, the newest first. */
    public List<ApiToken> of(UUID user) {
        return repository.inTransaction(Work.READ, jdbc -> stored.of(jdbc, user));
    }

    /** Whether the user had it. */
    public boolean delete(UUID user, UUID token) {
        return repository.inTransaction(jdbc -> stored.delete(jdbc, user, token));
    }
}
