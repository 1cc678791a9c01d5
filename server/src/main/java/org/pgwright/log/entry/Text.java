package org.pgwright.log.entry;

import java.nio.charset.StandardCharsets;

/** Texts of a log: in UTF-8, whatever is not becomes replacement characters; none is too long. */
public final class Text {
    /** Characters that are kept of a text; what is behind them is dropped. */
    public static final int LONGEST = 1 << 20;

    private Text() {}

    /** The text between two offsets. */
    static String of(byte[] bytes, int from, int to) {
        return cut(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    /** The text, or its beginning if it is too long. */
    public static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
