package org.pgwright.maintenance;

import org.pgwright.catalog.QualifiedName;

import java.time.Instant;
import java.util.UUID;

/**
 * An index that pgwright made and that is there still.
 *
 * @param database by name
 * @param strategy for which it was made
 * @param made when it was complete
 * @param statements how many it was made for, as far as that is known
 * @param called how many of those were called since; known only where nothing has used it
 */
public record MadeIndex(
        QualifiedName index,
        String database,
        UUID strategy,
        Instant made,
        int statements,
        int called) {}
