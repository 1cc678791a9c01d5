package org.pgwright.embedded;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Patience {
    private static final long AT_MOST = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);

    private Patience() {}

    /** Whether the condition came true within half a minute. */
    static boolean until(BooleanSupplier condition) {
        long end = System.nanoTime() + AT_MOST;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(POLL);
        }
        return true;
    }
}
