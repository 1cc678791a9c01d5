package org.pgwright.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
public final class Awaiting {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    private Awaiting() {}

    /** Looks every few milliseconds whether it is so; an error if it does not come about. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not happen within " + LONGEST);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
