package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Something that happened to an alert (table {@code alert_event}).
 *
 * @param state of the alert after it; of one that is resolved the state that it had
 * @param value in the unit of the metric, as the threshold
 * @param resolution of what is resolved; null for all else
 * @param by null for what pgwright found
 */
public record AlertEvent(
        UUID id,
        UUID alertId,
        Instant at,
        Kind kind,
        AlertState state,
        double value,
        double threshold,
        @Nullable Resolution resolution,
        @Nullable String by,
        @Nullable String comment) {
    /** What happened (type {@code alert_event_kind}). */
    public enum Kind {
        FIRED,
        ESCALATED,
        EASED,
        ACKNOWLEDGED,
        SILENCED,
        ANNOUNCED,
        RESOLVED;

        /** As the repository writes it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }
}
