package org.pgwright.report;

import org.pgwright.repository.figures.KnownPlanChange;

/** Why a query got a new plan, for people. */
public final class PlanChangeWords {
    private PlanChangeWords() {}

    /** The likely cause, as the rest of a sentence. */
    public static String cause(KnownPlanChange change) {
        String details = String.join(", ", change.details());
        return switch (change.cause()) {
            case INDEX_GONE -> "the old plan's index is gone or invalid: " + details;
            case INDEX_ADDED -> "the new plan reads an index that was not there: " + details;
            case ANALYZED -> "new statistics of " + details;
            case SETTING_CHANGED -> "settings of the planner changed: " + details;
            case SERVER_UPGRADED -> "another version of the server: " + details;
            case TABLE_GROWN -> "more rows in " + details;
            case PARAMETER -> "the old plan is still made, so it is for other values";
            case UNKNOWN -> "why is not known";
        };
    }
}
