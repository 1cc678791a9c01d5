package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * Which alerts go to a channel (table {@code notification_route}).
 *
 * @param instanceId null for those of all instances
 * @param leastSeverity {@link AlertState#WARNING} or {@link AlertState#CRITICAL}
 */
public record Route(UUID id, UUID channelId, @Nullable UUID instanceId, AlertState leastSeverity) {
    public Route {
        if (!leastSeverity.isFiring()) {
            throw new IllegalArgumentException("a severity is warning or critical");
        }
    }

    /** Whether events of an instance in a state go that way. */
    public boolean takes(UUID instance, AlertState severity) {
        return (instanceId == null || instanceId.equals(instance))
                && severity.compareTo(leastSeverity) >= 0;
    }
}
