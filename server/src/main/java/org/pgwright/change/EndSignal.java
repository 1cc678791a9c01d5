package org.pgwright.change;

import java.util.concurrent.CountDownLatch;

/** Says that somebody wants a change to end; can be given from any thread, once. */
public final class EndSignal {
    private final CountDownLatch given = new CountDownLatch(1);

    /** Gives it. */
    public void give() {
        given.countDown();
    }

    /** Whether it was given. */
    public boolean isGiven() {
        return given.getCount() == 0;
    }
}
