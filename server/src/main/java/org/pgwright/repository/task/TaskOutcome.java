package org.pgwright.repository.task;

import java.util.Locale;

/** How work ended (type {@code task_outcome}). */
public enum TaskOutcome {
    /** There is a result. */
    DONE,
    /** There is a reason why there is none. */
    FAILED,
    /** Somebody wanted no more of it. */
    ENDED;

    /** As the repository and programs call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskOutcome of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
