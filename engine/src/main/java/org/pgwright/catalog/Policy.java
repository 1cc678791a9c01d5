package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A row-security policy.
 *
 * @param command {@code ALL}, {@code SELECT}, {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param roles that it applies to; {@code public} is everyone
 */
public record Policy(
        QualifiedName table,
        String name,
        boolean permissive,
        String command,
        List<String> roles,
        @Nullable String using,
        @Nullable String withCheck) {
    public Policy {
        roles = List.copyOf(roles);
    }
}
