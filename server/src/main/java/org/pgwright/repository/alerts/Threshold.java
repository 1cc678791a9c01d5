package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * When to warn (table {@code performance_threshold}); values are in the unit of the metric.
 *
 * @param table null for the whole database
 * @param isEnabled if not, nothing is told, and of a table neither by that of the whole database
 */
public record Threshold(
        UUID id,
        Metric metric,
        @Nullable TableName table,
        double warning,
        double critical,
        boolean isEnabled,
        ThresholdSettings settings) {
    /** For a single query no threshold is lower than these by default: those of the slow log. */
    private static final double SLOW_MILLIS = 1_000;

    private static final double VERY_SLOW_MILLIS = 5_000;

    public Threshold {
        if (!Double.isFinite(warning) || !Double.isFinite(critical)) {
            throw new IllegalArgumentException("thresholds are numbers");
        }
        boolean isOrdered = metric.isLessWorse() ? critical <= warning : critical >= warning;
        if (!isOrdered) {
            throw new IllegalArgumentException(
                    "the critical threshold of %s has to be %s than that of the warning"
                            .formatted(
                                    metric.label(), metric.isLessWorse() ? "smaller" : "larger"));
        }
    }

    /** From where on there is a warning, for a kind of subjects. */
    public double warningOf(SubjectKind kind) {
        if (kind != SubjectKind.QUERY) {
            return warning;
        }
        Double own = settings.queryWarning();
        return own == null ? Math.max(warning, SLOW_MILLIS) : own;
    }

    /** From where on it is critical, for a kind of subjects. */
    public double criticalOf(SubjectKind kind) {
        if (kind != SubjectKind.QUERY) {
            return critical;
        }
        Double own = settings.queryCritical();
        return Math.max(warningOf(kind), own == null ? Math.max(critical, VERY_SLOW_MILLIS) : own);
    }

    /** That of a state: the critical one of what is critical, else that of the warning. */
    public double of(AlertState state, SubjectKind kind) {
        return state == AlertState.CRITICAL ? criticalOf(kind) : warningOf(kind);
    }
}
