package org.pgwright.gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something that the check found.
 *
 * @param subject what was looked at
 * @param place where it is
 * @param key what makes it the same problem in another run: names and hashes, no numbers or lines
 * @param sentence what it is, without a full stop
 * @param remedy what can be done about it, without a full stop
 */
public record Problem(
        Rule rule,
        Level level,
        Subject subject,
        Place place,
        String key,
        String sentence,
        String remedy) {
    /** A problem of the level that its rule has, where its subject is. */
    static Problem of(Rule rule, Subject subject, String key, String sentence, String remedy) {
        return new Problem(rule, rule.level(), subject, subject.place(), key, sentence, remedy);
    }

    /** The same as a warning. */
    Problem asWarning() {
        return new Problem(rule, Level.WARNING, subject, place, key, sentence, remedy);
    }

    /** The same as strict limits take it. */
    public Problem under(Limits limits) {
        Level strictly = limits.strict() ? Level.ERROR : level;
        return new Problem(rule, strictly, subject, place, key, sentence, remedy);
    }

    /** Equal for the same problem of other runs: 64 hexadecimal digits. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(rule.id().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
