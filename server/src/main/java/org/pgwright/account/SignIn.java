package org.pgwright.account;

import org.pgwright.repository.account.User;

import java.time.Duration;

/** How an attempt to sign in ended. */
public sealed interface SignIn {
    /** The password was right. */
    record Granted(User user) implements SignIn {}

    /** Name or password was wrong; which of them is not told. */
    record Refused() implements SignIn {}

    /**
     * There were too many wrong ones; the password was not looked at.
     *
     * @param pause until the next attempt may be made
     */
    record Throttled(Duration pause) implements SignIn {}
}
