package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Texts of a few bytes that come again and again, such as names of users: each is decoded once, as
 * long as no other takes its place. Not for several threads.
 */
final class ShortTexts {
    private static final int PLACES = 1 << 12;
    private static final int LONGEST = 128;

    private final byte[] @Nullable [] keys = new byte[PLACES][];
    private final @Nullable String[] texts = new String[PLACES];

    String of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return Text.of(bytes, from, to);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ (hash >>> 15)) & (PLACES - 1);
        byte[] key = keys[place];
        String known = texts[place];
        if (key != null && known != null && Arrays.equals(key, 0, key.length, bytes, from, to)) {
            return known;
        }
        String text = Text.of(bytes, from, to);
        keys[place] = Arrays.copyOfRange(bytes, from, to);
        texts[place] = text;
        return text;
    }
}
