package org.pgwright.repository;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562): the time in milliseconds, then a counter that starts at
 * random in each millisecond (its section 6.2, method 1), then 62 random bits.
 *
 * <p>Each is larger than all before from the same maker; where the clock is set back, their time
 * stands still until the clock has caught up. Safe for use by several threads.
 */
public final class Ids {
    private static final int COUNTER_BITS = 12;
    private static final long COUNTERS = 1L << COUNTER_BITS;

    /** A new counter begins in the lower half, so that there is room above. */
    private static final long FIRST_COUNTERS = COUNTERS / 2;

    private static final int TIME_SHIFT = 16;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_MASK = 0x3fff_ffff_ffff_ffffL;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long millis;
    private long counter;

    /**
     * @param random should not be predictable
     */
    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new one. */
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            counter = random.nextLong(FIRST_COUNTERS);
        } else {
            counter++;
            if (counter == COUNTERS) {
                millis++;
                counter = 0;
            }
        }
        return new UUID(
                (millis << TIME_SHIFT) | VERSION | counter,
                VARIANT | (random.nextLong() & RANDOM_MASK));
    }

    /** When one was made, which never changes; to the millisecond. */
    public static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> TIME_SHIFT);
    }
}
