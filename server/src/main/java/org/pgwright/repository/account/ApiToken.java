package org.pgwright.repository.account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A token for programs, without its secret.
 *
 * @param role the most that it may, never more than its owner may
 * @param lastUsed to the minute; null for never
 */
public record ApiToken(
        UUID id,
        UUID userId,
        String name,
        Role role,
        boolean seesValues,
        Instant created,
        Instant expires,
        @Nullable Instant lastUsed) {}
