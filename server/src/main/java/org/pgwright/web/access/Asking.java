package org.pgwright.web.access;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.account.User;
import org.pgwright.repository.strategy.Actor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who asks, within a request. */
public final class Asking {
    private Asking() {}

    /**
     * The user, with what the token may that was shown, if one was.
     *
     * @throws PgwrightException NOT_ALLOWED if nobody is signed in
     */
    public static User user() {
        User user = SignedIn.user(SecurityContextHolder.getContext().getAuthentication());
        if (user == null) {
            throw new PgwrightException(
                    ErrorCode.NOT_ALLOWED, "nobody is signed in", "sign in, or show a token");
        }
        return user;
    }

    /** The same, as who decides. */
    public static Actor actor() {
        return new Actor(user().id());
    }

    /** Whether a program asks. */
    public static boolean isProgram() {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        return known instanceof SignedIn signedIn && signedIn.tokenName() != null;
    }
}
