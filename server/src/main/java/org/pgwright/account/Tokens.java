package org.pgwright.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Makes secrets that cannot be guessed, and what is stored of them. With 256 random bits a plain
 * SHA-256 is enough: there is nothing to try words against.
 */
final class Tokens {
    private static final int BYTES = 32;
    private static final int LONGEST = 200;

    private final RandomGenerator random;

    /**
     * @param random must not be predictable
     */
    Tokens(RandomGenerator random) {
        this.random = random;
    }

    /** A new one, of letters, digits, minus and underscore. */
    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is stored of it. */
    static byte[] hash(String token) {
        String bounded = token.length() <= LONGEST ? token : "";
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(bounded.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
