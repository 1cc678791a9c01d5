package org.pgwright.postgres;

/**
 * A server's version.
 *
 * @param number {@code server_version_num}: major x 10,000 + minor
 * @param text as the server writes it
 */
public record ServerVersion(int number, String text) {
    public int major() {
        return number / 10_000;
    }
}
