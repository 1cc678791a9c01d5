package org.pgwright.rehearsal;

import org.jspecify.annotations.Nullable;

/**
 * What was promised of a statement.
 *
 * @param ratio of its plan costs, after over before; null where nothing was promised
 * @param writePercent by how much writes to its table become dearer
 */
public record Promise(@Nullable Double ratio, double writePercent) {
    /** Nothing. */
    public static final Promise NONE = new Promise(null, 0);
}
