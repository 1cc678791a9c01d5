package org.pgwright.change;

import org.pgwright.catalog.Bytes;

import java.time.Duration;

/** Figures for people. */
final class Words {
    private Words() {}

    /** {@code 5 s}, {@code 250 ms}. */
    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    static String bytes(long count) {
        return new Bytes(count).toString();
    }
}
