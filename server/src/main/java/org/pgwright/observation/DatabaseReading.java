package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A database at one moment.
 *
 * @param mayConnect whether the role may look into it
 * @param size in bytes; null where the role may not ask
 * @param frozenTransactionAge of its oldest row that is not frozen
 * @param statisticsResetAt null for never
 */
public record DatabaseReading(
        long oid,
        String name,
        boolean mayConnect,
        @Nullable Long size,
        long frozenTransactionAge,
        @Nullable Instant statisticsResetAt,
        Counters counters) {}
