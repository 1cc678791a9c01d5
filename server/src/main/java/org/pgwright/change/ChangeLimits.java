package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a change may go.
 *
 * @param lockTimeout how long it may wait for the lock of a table, and how long sessions of
 *     applications may wait for it
 * @param attempts how often it is tried in all where others are in the way
 * @param patience how long a build may wait for older transactions to end; applications read and
 *     write meanwhile
 * @param maxLag how far a replica may be behind
 * @param minFreeDisk what has to stay free where the server's disk can be seen
 * @param until when the maintenance window ends, null for never
 */
public record ChangeLimits(
        Duration lockTimeout,
        int attempts,
        Duration patience,
        Bytes maxLag,
        Bytes minFreeDisk,
        @Nullable Instant until) {
    private static final long GIB = 1L << 30;

    /** What holds where nothing is said. */
    public static final ChangeLimits DEFAULT =
            new ChangeLimits(
                    Duration.ofSeconds(5),
                    3,
                    Duration.ofMinutes(2),
                    new Bytes(GIB),
                    new Bytes(GIB),
                    null);

    public ChangeLimits {
        if (lockTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("a lock timeout is at least 1 ms: " + lockTimeout);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("a change is tried at least once: " + attempts);
        }
        if (patience.compareTo(lockTimeout) < 0) {
            throw new IllegalArgumentException(
                    "patience is no less than the lock timeout: " + patience);
        }
    }

    /** The same with other waits. */
    public ChangeLimits waiting(Duration itsLockTimeout, int itsAttempts, Duration itsPatience) {
        return new ChangeLimits(
                itsLockTimeout, itsAttempts, itsPatience, maxLag, minFreeDisk, until);
    }

    /** The same until the end of a window. */
    public ChangeLimits until(@Nullable Instant end) {
        return new ChangeLimits(lockTimeout, attempts, patience, maxLag, minFreeDisk, end);
    }
}
