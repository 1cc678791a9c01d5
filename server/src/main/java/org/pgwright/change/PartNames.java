package org.pgwright.change;

import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the parts of an index are called on partitions: the name of the index and eight digits that
 * the partition's name decides, so that what was begun is found again.
 */
final class PartNames {
    private static final int DIGITS = 8;

    private PartNames() {}

    /** At most 63 bytes, always the same. */
    static String of(String index, QualifiedName partition) {
        return cut(index) + "_" + digits(index + "\n" + partition.quoted());
    }

    private static String cut(String name) {
        int room = Identifier.MAX_BYTES - DIGITS - 1;
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > room) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }

    private static String digits(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
