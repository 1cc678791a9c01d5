package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A collation made by the user.
 *
 * @param provider {@code libc}, {@code icu} or {@code builtin}
 * @param locale of ICU or builtin; null for libc, which has {@code collate} and {@code
 *     characterType}
 */
public record Collation(
        QualifiedName name,
        String provider,
        boolean deterministic,
        @Nullable String collate,
        @Nullable String characterType,
        @Nullable String locale,
        @Nullable String icuRules) {}
