package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * How an instance is, in short: sessions at the last look, everything else over a window.
 *
 * @param seconds that the window was watched
 * @param sessions null where sessions were not looked at
 * @param slowQueries statements whose mean was over a second
 * @param today what went wrong since midnight
 */
public record InstanceStatus(
        WatchedInstance instance,
        Window window,
        double seconds,
        List<Node> nodes,
        @Nullable Sessions sessions,
        Throughput throughput,
        long slowQueries,
        Indexes indexes,
        List<Replica> replicas,
        List<Collector> failing,
        Today today,
        OwnWork own) {
    public InstanceStatus {
        nodes = List.copyOf(nodes);
        replicas = List.copyOf(replicas);
        failing = List.copyOf(failing);
    }

    /** A server. */
    public record Node(
            String address,
            boolean isStandby,
            String version,
            Instant startedAt,
            Instant lastSeen) {}

    /**
     * Of the primary.
     *
     * @param limit {@code max_connections}
     * @param waitingForLocks sessions
     * @param longestQueryMillis of an active session; null for none
     * @param longestIdleInTransactionMillis null for none
     */
    public record Sessions(
            Instant takenAt,
            int connections,
            int limit,
            int active,
            int idleInTransaction,
            int waitingForLocks,
            @Nullable Long longestQueryMillis,
            @Nullable Long longestIdleInTransactionMillis) {}

    /** What all databases did. */
    public record Throughput(
            long commits,
            long rollbacks,
            long blocksHit,
            long blocksRead,
            long rowsReturned,
            long rowsWritten,
            long deadlocks,
            long conflicts,
            long tempFiles,
            long tempBytes,
            long databaseBytes) {
        /** The share of blocks found in shared buffers, 0 to 1; null where none was asked for. */
        public @Nullable Double cacheHit() {
            return blocksHit + blocksRead == 0
                    ? null
                    : (double) blocksHit / (blocksHit + blocksRead);
        }
    }

    /**
     * How many, and of what bytes.
     *
     * @param unusedBytes of indexes recommended for dropping
     */
    public record Indexes(long count, long bytes, long invalid, long unused, long unusedBytes) {}

    /** A replica, a slot, or what a replica follows, when looked at last. */
    public record Replica(
            String name,
            String state,
            @Nullable Long lagBytes,
            @Nullable Double lagSeconds,
            @Nullable Long retainedBytes) {}

    /** A collector that failed within the window. */
    public record Collector(
            String address,
            String name,
            String databaseName,
            long runs,
            long failures,
            @Nullable String lastFailure) {}
}
