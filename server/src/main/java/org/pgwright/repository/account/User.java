package org.pgwright.repository.account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * Who uses pgwright.
 *
 * @param seesValues whether literals and parameters of statements are shown
 * @param hasPassword whether one was chosen
 * @param lastSignIn null for never
 */
public record User(
        UUID id,
        String name,
        Role role,
        boolean seesValues,
        boolean isActive,
        boolean hasPassword,
        @Nullable Instant lastSignIn) {}
