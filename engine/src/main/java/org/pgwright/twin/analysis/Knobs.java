package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.ColumnValues.Level;

/**
 * What one draw of values for all parameters goes by.
 *
 * @param level how common the values of equalities are
 * @param share of the rows that ranges take, over 0 to 1
 */
record Knobs(Level level, double share) {
    /** For a range of which nothing is known. */
    static final double USUAL_SHARE = 0.05;

    Knobs withShare(double newShare) {
        return new Knobs(level, newShare);
    }
}
