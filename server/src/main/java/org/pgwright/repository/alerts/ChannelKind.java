package org.pgwright.repository.alerts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How people are told (type {@code channel_kind}). */
public enum ChannelKind {
    WEBHOOK,
    SLACK,
    EMAIL,
    PAGERDUTY,
    ALERTMANAGER;

    /** As the repository writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that label; empty for none. */
    public static Optional<ChannelKind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
}
