package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a server logged beside statements, all that is the same within a minute together.
 *
 * @param at when it was logged first
 * @param amount how often, and how much
 * @param details figures and words, none of them a literal
 */
public record LoggedEvent(
        UUID id, Instant at, What what, Amount amount, Map<String, Object> details) {
    public LoggedEvent {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /**
     * What is the same.
     *
     * @param statement that was running, or null
     * @param sqlState null for what is no error
     */
    public record What(
            LogEventKind kind,
            LogCaller caller,
            @Nullable LoggedStatement statement,
            @Nullable String sqlState,
            String message) {}

    /**
     * How often, and how much in the unit of the kind.
     *
     * @param total of all
     * @param most of one
     */
    public record Amount(long count, double total, double most) {
        /** One event. */
        public static Amount of(double size) {
            return new Amount(1, size, size);
        }

        /** Both together. */
        public Amount plus(Amount other) {
            return new Amount(count + other.count, total + other.total, Math.max(most, other.most));
        }
    }

    /** The same, more often. */
    public LoggedEvent plus(Amount more) {
        return new LoggedEvent(id, at, what, amount.plus(more), details);
    }
}
