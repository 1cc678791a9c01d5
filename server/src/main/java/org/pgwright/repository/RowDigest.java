package org.pgwright.repository;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Counts and sums up rows in COPY's text format, in which each ends in the only line feed of it.
 */
final class RowDigest {
    private final MessageDigest digest = sha256();
    private long rows;

    void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                rows++;
            }
        }
    }

    /** Of all since the start, or since it was last asked. */
    BackupManifest.Content content() {
        BackupManifest.Content content =
                new BackupManifest.Content(rows, HexFormat.of().formatHex(digest.digest()));
        rows = 0;
        return content;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("SHA-256 is part of every JDK", failure);
        }
    }
}
