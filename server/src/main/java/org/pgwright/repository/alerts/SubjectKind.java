package org.pgwright.repository.alerts;

import java.util.Locale;

/** What a value can be of (type {@code alert_subject}). */
public enum SubjectKind {
    INSTANCE,
    DATABASE,
    TABLE,
    INDEX,
    QUERY,
    SLOT,
    REPLICA,
    COLLECTOR;

    /** As the repository writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SubjectKind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
