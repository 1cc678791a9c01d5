package org.pgwright.repository.figures;

import java.time.Instant;
import java.util.UUID;

/**
 * Of which instance and over which time figures are wanted. What is summed up to hours already is
 * taken by whole hours, so that the time may begin up to an hour earlier than asked for.
 *
 * @param from included
 * @param to not included
 */
public record Window(UUID instanceId, Instant from, Instant to) {
    public Window {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window needs a beginning before its end");
        }
    }
}
