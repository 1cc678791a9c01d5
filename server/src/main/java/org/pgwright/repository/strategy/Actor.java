package org.pgwright.repository.strategy;

import java.util.UUID;

/** Who does something. */
public record Actor(UUID userId) {
    /** The owner of what the command line makes. */
    public static final Actor LOCAL =
            new Actor(UUID.fromString("00000000-0000-7000-8000-000000000001"));
}
