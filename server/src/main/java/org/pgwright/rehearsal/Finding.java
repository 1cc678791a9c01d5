package org.pgwright.rehearsal;

import java.util.Locale;

/** How a statement ran afterwards, beside before. */
public enum Finding {
    /** In clearly less time. */
    FASTER,
    /** In clearly more time. */
    SLOWER,
    /** A write, by no more than was promised. */
    DEARER_AS_PROMISED,
    /** No difference is beyond doubt. */
    SAME,
    /** It fails now, and did not before. */
    FAILS;

    /** The word for it in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words for it in text. */
    public String shown() {
        return label().replace('_', ' ');
    }

    /** Whether the changes did harm to the statement. */
    public boolean isHarm() {
        return switch (this) {
            case SLOWER, FAILS -> true;
            case FASTER, DEARER_AS_PROMISED, SAME -> false;
        };
    }
}
