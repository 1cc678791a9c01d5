package org.pgwright.account;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.repository.account.Users;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets people in whom a provider of OpenID Connect knows: those whom an administrator has added,
 * and those to whom it gives a role.
 *
 * <p>The first time that a user comes by the provider, it is the name that tells who that is; from
 * then on the provider's subject, which nobody can choose. A user with a password is never taken
 * over by a name: whoever may choose names at the provider would be that user.
 */
public final class Identities {
    private final Repository repository;
    private final InstantSource clock;
    private final Ids ids;
    private final Users users = new Users();

    public Identities(Repository repository, InstantSource clock, Ids ids) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
    }

    /** Who that is with us, with the present role; refused if nobody, or locked out. */
    public SignIn signIn(Identity identity) {
        return repository.inTransaction(
                jdbc -> {
                    users.lock(jdbc);
                    return known(jdbc, identity)
                            .filter(User::isActive)
                            .flatMap(user -> withRole(jdbc, user, identity.role()))
                            .<SignIn>map(
                                    user -> {
                                        users.signedIn(jdbc, user.id(), clock.instant());
                                        return new SignIn.Granted(user);
                                    })
                            .orElseGet(SignIn.Refused::new);
                });
    }

    private Optional<User> known(JdbcClient jdbc, Identity identity) {
        Optional<User> bound = users.identified(jdbc, identity.issuer(), identity.subject());
        if (bound.isPresent()) {
            return bound;
        }
        Optional<String> name = fit(identity.name());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<User> named = users.named(jdbc, name.get());
        if (named.isPresent()) {
            User user = named.get();
            boolean isFree = !user.hasPassword() && !users.isIdentified(jdbc, user.id());
            return isFree && user.isActive() ? bound(jdbc, user.id(), identity) : Optional.empty();
        }
        return identity.role() == null
                ? Optional.empty()
                : added(jdbc, name.get(), identity, identity.role());
    }

    private static Optional<String> fit(String name) {
        try {
            return Optional.of(Accounts.checked(name));
        } catch (PgwrightException unfit) {
            return Optional.empty();
        }
    }

    private Optional<User> added(JdbcClient jdbc, String name, Identity identity, Role role) {
        UUID id = ids.next();
        if (!users.insert(jdbc, id, name, role, false)) {
            return Optional.empty();
        }
        users.claimRole(jdbc, id);
        return bound(jdbc, id, identity);
    }

    private Optional<User> bound(JdbcClient jdbc, UUID id, Identity identity) {
        users.identify(jdbc, id, identity.issuer(), identity.subject());
        return users.of(jdbc, id);
    }

    /** Who came by a role of the provider's goes with it. */
    private Optional<User> withRole(JdbcClient jdbc, User user, @Nullable Role role) {
        if (!users.isRoleClaimed(jdbc, user.id())) {
            return Optional.of(user);
        }
        if (role == null) {
            return Optional.empty();
        }
        if (role != user.role()) {
            users.change(jdbc, user.id(), role, user.seesValues(), user.isActive());
        }
        return users.of(jdbc, user.id());
    }
}
