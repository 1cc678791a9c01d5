package org.pgwright.repository.task;

import java.util.Locale;

/** What is to be done (type {@code task_kind}). */
public enum TaskKind {
    /** Find indexes, and propose them. */
    ADVISE,
    /** Do what strategies want. */
    APPLY,
    /** Take it back. */
    ROLL_BACK;

    /** As the repository and programs call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskKind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
