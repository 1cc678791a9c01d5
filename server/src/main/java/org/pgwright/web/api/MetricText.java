package org.pgwright.web.api;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.alerts.Metric;

/** Reads names of metrics, as thresholds have them. */
final class MetricText {
    private MetricText() {}

    static Metric of(String text) {
        return Metric.of(text)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "there is no such metric",
                                        "take one that has a threshold"));
    }

    static @Nullable Metric orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : of(text);
    }
}
