package org.pgwright.repository.alerts;

import java.util.Locale;

/** How an alert stands (type {@code alert_state}). */
public enum AlertState {
    /** Beyond the threshold, but not yet for as long as it has to be. */
    PENDING,
    WARNING,
    CRITICAL,
    RESOLVED;

    /** As the repository writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that label, as {@link #label} writes it. */
    public static AlertState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Whether people should know of it. */
    public boolean isFiring() {
        return this == WARNING || this == CRITICAL;
    }
}
