package org.pgwright.repository.figures;

import java.time.Instant;
import java.util.UUID;

/**
 * An instance that the repository knows.
 *
 * @param name as people call it
 * @param now by the clock of its server, as near as the last look tells
 */
public record WatchedInstance(UUID instanceId, String name, Instant now) {}
