package org.pgwright.tuning.watch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says to all who wait that it is time to end. */
public final class Stop {
    /** For one more look at everything. */
    static final Duration FAREWELL = Duration.ofSeconds(15);

    private final CountDownLatch latch = new CountDownLatch(1);

    /** Ends what waits for it. */
    public void now() {
        latch.countDown();
    }

    /** Waits; whether it came within that time, at once if the time is over already. */
    boolean within(Duration time) {
        try {
            return latch.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            now();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
