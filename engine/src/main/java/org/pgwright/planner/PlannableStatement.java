package org.pgwright.planner;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A statement as it can be planned.
 *
 * @param text one statement, without a closing semicolon
 * @param parameters how many {@code $n} are left in it; above 0 it is planned generically
 * @param role whose row security applies, null for none
 * @param settings what its session has set otherwise than the database, such as {@code search_path}
 * @param share of the statement's calls that this text stands for, over 0 to 1
 */
public record PlannableStatement(
        String text,
        int parameters,
        @Nullable String role,
        Map<String, String> settings,
        double share) {
    public PlannableStatement {
        settings = Map.copyOf(settings);
    }

    /** A text without parameters that stands for the whole statement, in a session like any. */
    public static PlannableStatement of(String text) {
        return generic(text, 0);
    }

    /** The same with parameters that have no values. */
    public static PlannableStatement generic(String text, int parameters) {
        return new PlannableStatement(text, parameters, null, Map.of(), 1);
    }

    /** The same text in a session of a role. */
    public PlannableStatement as(@Nullable String planningRole, Map<String, String> itsSettings) {
        return new PlannableStatement(text, parameters, planningRole, itsSettings, share);
    }
}
