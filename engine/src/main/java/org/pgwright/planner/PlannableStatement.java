package org.pgwright.planner;

import org.jspecify.annotations.Nullable;

/**
 * A statement as it can be planned.
 *
 * @param text one statement, without a closing semicolon
 * @param parameters how many {@code $n} are left in it; above 0 it is planned generically
 * @param role whose row security applies, null for none
 * @param share of the statement's calls that this text stands for, over 0 to 1
 */
public record PlannableStatement(
        String text, int parameters, @Nullable String role, double share) {}
