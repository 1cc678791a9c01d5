package org.pgwright.account;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.account.OneTimeLinks;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.SignInFailures;
import org.pgwright.repository.account.User;
import org.pgwright.repository.account.Users;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Lets people in: by links that are good once, and then by their passwords. */
public final class Accounts {
    private static final Duration SET_UP_LIFE = Duration.ofDays(1);
    private static final Duration INVITATION_LIFE = Duration.ofDays(7);

    /** How far back failures count. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    /** So many may fail under one name, and from one address, before the next has to wait. */
    private static final int MOST_OF_NAME = 5;

    private static final int MOST_OF_ADDRESS = 20;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 7;

    private static final int LONGEST_NAME = 100;

    private final Repository repository;
    private final InstantSource clock;
    private final Ids ids;
    private final Tokens tokens;
    private final Passwords passwords = new Passwords();
    private final Users users = new Users();
    private final OneTimeLinks links = new OneTimeLinks();
    private final SignInFailures failures = new SignInFailures();

    /**
     * @param random must not be predictable
     */
    public Accounts(Repository repository, InstantSource clock, Ids ids, RandomGenerator random) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
        this.tokens = new Tokens(random);
    }

    /**
     * The secret of a link that makes the first administrator, which takes the place of any before.
     *
     * @return empty if there is one already
     */
    public Optional<String> setUp() {
        return repository.inTransaction(
                jdbc -> {
                    users.lock(jdbc);
                    if (users.hasAdministrator(jdbc)) {
                        return Optional.empty();
                    }
                    String token = tokens.next();
                    links.replace(jdbc, null, Tokens.hash(token), clock.instant(), SET_UP_LIFE);
                    return Optional.of(token);
                });
    }

    /**
     * Who chooses a password by a link.
     *
     * @param user null for the first administrator, whose name is still to be chosen
     */
    public record Invited(@Nullable User user) {}

    /** Empty if the link was used, replaced, or is too old. */
    public Optional<Invited> invited(String token) {
        return repository.inTransaction(
                Work.READ,
                jdbc ->
                        links.valid(jdbc, Tokens.hash(token), clock.instant())
                                .map(link -> new Invited(user(jdbc, link.user()))));
    }

    private @Nullable User user(JdbcClient jdbc, @Nullable UUID id) {
        return id == null ? null : users.of(jdbc, id).orElse(null);
    }

    /**
     * Uses a link up.
     *
     * @param name of the first administrator; not looked at for others
     * @throws PgwrightException USAGE if the link is not valid, or name or password are not fit
     */
    public User accept(String token, String name, Secret password) {
        Invited invited = invited(token).orElseThrow(Accounts::spent);
        User known = invited.user();
        String called = known == null ? checked(name) : known.name();
        String hash = passwords.hash(password, called);
        return repository.inTransaction(
                jdbc -> {
                    users.lock(jdbc);
                    if (!links.use(jdbc, Tokens.hash(token))) {
                        throw spent();
                    }
                    UUID id = known == null ? ids.next() : known.id();
                    if (known == null
                            && (users.hasAdministrator(jdbc)
                                    || !users.insert(jdbc, id, called, Role.ADMIN, true))) {
                        throw spent();
                    }
                    users.setPassword(jdbc, id, hash);
                    failures.clear(jdbc, called);
                    return users.of(jdbc, id).orElseThrow(Accounts::spent);
                });
    }

    private static PgwrightException spent() {
        return new PgwrightException(
                ErrorCode.USAGE,
                "this link has been used, replaced, or is too old",
                "ask an administrator for a new one; the first one is made when pgwright serve"
                        + " starts");
    }

    /**
     * Makes a user, who chooses a password by a link.
     *
     * @return the secret of the link
     * @throws PgwrightException USAGE if the name is taken or not fit
     */
    public String invite(String name, Role role, boolean seesValues) {
        String called = checked(name);
        return repository.inTransaction(
                jdbc -> {
                    UUID id = ids.next();
                    if (!users.insert(jdbc, id, called, role, seesValues)) {
                        throw new PgwrightException(
                                ErrorCode.USAGE,
                                "there is a user of that name already",
                                "choose another name");
                    }
                    return link(jdbc, id);
                });
    }

    /**
     * A new link for somebody who has lost the password; the old one holds until it is used.
     *
     * @throws PgwrightException NOT_FOUND if nobody has that id
     */
    public String inviteAgain(UUID user) {
        return repository.inTransaction(
                jdbc -> {
                    require(jdbc, user);
                    return link(jdbc, user);
                });
    }

    private void require(JdbcClient jdbc, UUID user) {
        if (users.of(jdbc, user).isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.NOT_FOUND, "there is no such user", "see the list of users");
        }
    }

    private String link(JdbcClient jdbc, UUID user) {
        String token = tokens.next();
        links.replace(jdbc, user, Tokens.hash(token), clock.instant(), INVITATION_LIFE);
        return token;
    }

    /** The name as it is kept; throws if it is none for a user. */
    static String checked(String name) {
        String called = name.strip();
        boolean isFit =
                !called.isEmpty()
                        && called.length() <= LONGEST_NAME
                        && called.codePoints().noneMatch(Character::isISOControl)
                        && !called.equals("local");
        if (!isFit) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the name of a user has 1 to "
                            + LONGEST_NAME
                            + " characters, and is not 'local'",
                    "choose another name");
        }
        return called;
    }

    /**
     * Tries a password.
     *
     * @param address of who tries, as text that PostgreSQL reads as inet
     */
    public SignIn signIn(String name, Secret password, String address) {
        String called = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
        Instant now = clock.instant();
        Duration pause = pause(called, address, now);
        if (pause.isPositive()) {
            return new SignIn.Throttled(pause);
        }
        Optional<User> user =
                repository
                        .inTransaction(Work.READ, jdbc -> users.named(jdbc, called))
                        .filter(User::isActive);
        String hash =
                user.map(
                                known ->
                                        repository.inTransaction(
                                                Work.READ,
                                                jdbc -> users.passwordHash(jdbc, known.id())))
                        .orElse(null);
        boolean isRight = passwords.matches(password, hash);
        return repository.inTransaction(
                jdbc -> {
                    if (!isRight || user.isEmpty()) {
                        failures.add(jdbc, called, address, now, now.minus(MEMORY));
                        return new SignIn.Refused();
                    }
                    failures.clear(jdbc, called);
                    users.signedIn(jdbc, user.get().id(), now);
                    return new SignIn.Granted(user.get());
                });
    }

    /** Doubles with each failure beyond those that are free. */
    private Duration pause(String name, String address, Instant now) {
        SignInFailures.Recent recent =
                repository.inTransaction(
                        Work.READ, jdbc -> failures.since(jdbc, name, address, now.minus(MEMORY)));
        int beyond = Math.max(recent.ofName() - MOST_OF_NAME, recent.ofAddress() - MOST_OF_ADDRESS);
        if (beyond < 0 || recent.last().isEmpty()) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_PAUSE.multipliedBy(1L << Math.min(beyond, MOST_DOUBLINGS));
        Duration left = Duration.between(now, recent.last().get().plus(wait));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Everybody, by name. */
    public List<User> all() {
        return repository.inTransaction(Work.READ, users::all);
    }

    /** Who that is now; empty if nobody, or nobody who may. */
    public Optional<User> active(UUID id) {
        return repository.inTransaction(
                Work.READ, jdbc -> users.of(jdbc, id).filter(User::isActive));
    }

    /**
     * Replaces what somebody may do.
     *
     * @throws PgwrightException NOT_FOUND if nobody has that id, USAGE if no administrator would be
     *     left
     */
    public void change(UUID id, Role role, boolean seesValues, boolean isActive) {
        repository.inTransaction(
                jdbc -> {
                    users.lock(jdbc);
                    require(jdbc, id);
                    users.change(jdbc, id, role, seesValues, isActive);
                    if (!users.hasAdministrator(jdbc)) {
                        throw new PgwrightException(
                                ErrorCode.USAGE,
                                "no administrator would be left",
                                "make somebody else an administrator first");
                    }
                    return null;
                });
    }
}
