package org.pgwright.repository.performance;

import java.util.Locale;

/** Why a statement probably got another plan, the best evidence first. */
public enum PlanChangeCause {
    /** An index of the old plan was dropped or is invalid. */
    INDEX_GONE,
    /** The new plan reads an index that was not there. */
    INDEX_ADDED,
    /** A table of it got new statistics. */
    ANALYZED,
    /** A setting of the planner has another value. */
    SETTING_CHANGED,
    /** The server has another version. */
    SERVER_UPGRADED,
    /** A table of it has grown by a fifth or more. */
    TABLE_GROWN,
    /** The old plan is still made, so for other values. */
    PARAMETER,
    /** Nothing of that kind was seen. */
    UNKNOWN;

    /** As the repository and programs name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The cause of that label. */
    public static PlanChangeCause of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
