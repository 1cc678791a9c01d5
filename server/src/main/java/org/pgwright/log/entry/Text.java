package org.pgwright.log.entry;

import java.nio.charset.StandardCharsets;

/** Texts of a log: in UTF-8, whatever is not becomes replacement characters; none is too long. */
public final class Text {
    /** Characters that are kept of a text; what is behind them is dropped. */
    public static final int LONGEST = 1 << 20;

    private Text() {}

    /** Characters that are kept of a name: servers have none of more than 63 bytes. */
    private static final int LONGEST_NAME = 255;

    /** A character has at most so many bytes. */
    private static final int BYTES_A_CHARACTER = 4;

    /** The text between two offsets. */
    static String of(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, LONGEST * BYTES_A_CHARACTER);
        return cut(new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    /** The name, or its beginning if no server has such a name. */
    static String name(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }

    /** The text, or its beginning if it is too long. */
    public static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
