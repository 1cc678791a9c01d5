package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a query did over a time, all roles, databases and nodes together. Times are in milliseconds,
 * blocks are counted.
 *
 * @param hash of the normalised text
 * @param pattern the normalised text
 * @param isOurs whether pgwright runs it
 * @param standardDeviationMillis of the execution times; null below two calls
 * @param longestMillis null where no execution was longer than all before
 * @param isIncomplete whether more may have happened than could be seen
 */
public record QueryFigures(
        String hash,
        String pattern,
        boolean isOurs,
        List<String> databases,
        List<String> roles,
        long calls,
        long rows,
        double totalMillis,
        double planningMillis,
        @Nullable Double standardDeviationMillis,
        @Nullable Double longestMillis,
        Blocks blocks,
        long walBytes,
        boolean isIncomplete) {
    public QueryFigures {
        databases = List.copyOf(databases);
        roles = List.copyOf(roles);
    }

    /** Blocks of tables and indexes, and of temporary files. */
    public record Blocks(long hit, long read, long dirtied, long tempRead, long tempWritten) {
        /** The share found in shared buffers, 0 to 1; null where none was asked for. */
        public @Nullable Double cacheHit() {
            return hit + read == 0 ? null : (double) hit / (hit + read);
        }
    }

    /** Of one call. */
    public double meanMillis() {
        return calls == 0 ? 0 : totalMillis / calls;
    }
}
