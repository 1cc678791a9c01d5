package org.pgwright.account;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * Checks passwords, and makes what is stored of them: Argon2id with 19 MiB, two passes and one lane
 * (OWASP Password Storage Cheat Sheet). A few at a time, so that many sign-ins cannot take all
 * memory.
 */
final class Passwords {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int AT_ONCE = 4;

    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, KIBIBYTES, PASSES);
    private final Semaphore room = new Semaphore(AT_ONCE);

    /** Compared with where there is no user, so that the time tells nothing. */
    private final String nobody = Objects.requireNonNull(encoder.encode("nobody"));

    /**
     * What is stored of a new password.
     *
     * @param name of the user, which it must not be
     * @throws PgwrightException USAGE if it is too short, too long, or the name
     */
    String hash(Secret password, String name) {
        String text = password.reveal();
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "a password has " + SHORTEST + " to " + LONGEST + " characters",
                    "choose another one, such as a few words");
        }
        if (text.equalsIgnoreCase(name)) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "a password must not be the name", "choose another one");
        }
        return Objects.requireNonNull(bounded(() -> encoder.encode(text)));
    }

    /**
     * Whether it is the password.
     *
     * @param hash null for who has none, which takes as long
     */
    boolean matches(Secret password, @Nullable String hash) {
        String text = password.reveal();
        if (text.length() > LONGEST) {
            return false;
        }
        boolean matches =
                Boolean.TRUE.equals(
                        bounded(() -> encoder.matches(text, hash == null ? nobody : hash)));
        return matches && hash != null;
    }

    private interface Work<T> {
        @Nullable T run();
    }

    private <T> @Nullable T bounded(Work<T> work) {
        room.acquireUninterruptibly();
        try {
            return work.run();
        } finally {
            room.release();
        }
    }
}
