package org.pgwright.twin.analysis;

import org.pgwright.planner.PlannableStatement;

import java.util.Map;

/**
 * A text that stands for a part of a statement's calls.
 *
 * @param parameters how many are left in it
 * @param weight the part, of the sum of all
 */
record Draw(String text, int parameters, Estimate estimate, double weight) {
    double rows() {
        return estimate.rows();
    }

    Draw weighing(double newWeight) {
        return new Draw(text, parameters, estimate, newWeight);
    }

    /**
     * @param total of the weights
     */
    PlannableStatement plannable(double total) {
        return new PlannableStatement(text, parameters, null, Map.of(), weight / total);
    }
}
