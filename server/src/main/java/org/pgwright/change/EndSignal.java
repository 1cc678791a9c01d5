package org.pgwright.change;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says that somebody wants a change to end; can be given from any thread, once. */
public final class EndSignal {
    private final CountDownLatch given = new CountDownLatch(1);

    /** Gives it. */
    public void give() {
        given.countDown();
    }

    /** Waits; whether it was given within that time, at once if the time is over already. */
    public boolean within(Duration time) {
        try {
            return given.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            give();
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Whether it was given. */
    public boolean isGiven() {
        return given.getCount() == 0;
    }
}
