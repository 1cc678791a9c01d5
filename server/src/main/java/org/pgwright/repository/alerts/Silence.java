package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Alerts that nobody wants to be told of for a time (table {@code alert_silence}).
 *
 * @param instanceId null for all
 * @param metric null for all
 * @param subject as people see it, with * for any characters; null for all
 */
public record Silence(
        UUID id,
        @Nullable UUID instanceId,
        @Nullable Metric metric,
        @Nullable String subject,
        Instant until,
        String by,
        String comment) {
    /** Whether it is about an alert. */
    public boolean matches(UUID instance, AlertKey key) {
        return (instanceId == null || instanceId.equals(instance))
                && (metric == null || metric == key.metric())
                && (subject == null || pattern(subject).matcher(key.subject().shown()).matches());
    }

    private static Pattern pattern(String wanted) {
        return Pattern.compile(
                Arrays.stream(wanted.split("\\*+", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
