package org.pgwright.repository.alerts;

import java.util.Locale;

/** Why an alert is over (type {@code alert_resolution}). */
public enum Resolution {
    /** The value is within the threshold again. */
    BACK("within the threshold again"),
    /** There was no value for too long. */
    NO_LONGER_KNOWN("no longer known"),
    /** The threshold is gone or disabled. */
    SWITCHED_OFF("the threshold was switched off");

    private final String words;

    Resolution(String words) {
        this.words = words;
    }

    /** As the repository writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Resolution of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** For people. */
    public String words() {
        return words;
    }
}
