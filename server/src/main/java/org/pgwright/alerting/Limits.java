package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.AlertKey;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.SubjectKind;
import org.pgwright.repository.alerts.Threshold;

import java.time.Duration;
import java.time.Instant;

/** A threshold as it holds for one subject. */
record Limits(Threshold threshold, AlertKey key) {
    Metric metric() {
        return key.metric();
    }

    private SubjectKind kind() {
        return key.subject().kind();
    }

    boolean isWarning(double value) {
        return metric().isBeyond(value, threshold.warningOf(kind()));
    }

    boolean isCritical(double value) {
        return metric().isBeyond(value, threshold.criticalOf(kind()));
    }

    boolean isBackFromWarning(double value) {
        return metric().isBack(
                        value, threshold.warningOf(kind()), threshold.settings().marginPercent());
    }

    boolean isBackFromCritical(double value) {
        return metric().isBack(
                        value, threshold.criticalOf(kind()), threshold.settings().marginPercent());
    }

    /** Whether something has been so for as long as the threshold says. */
    boolean lasted(@Nullable Instant since, Instant now) {
        return since != null
                && Duration.between(since, now).compareTo(threshold.settings().lasting()) >= 0;
    }
}
