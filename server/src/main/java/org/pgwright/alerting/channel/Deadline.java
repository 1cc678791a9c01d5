package org.pgwright.alerting.channel;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * For the whole of an attempt to tell people, the look-up of a name among it. An attempt runs on a
 * thread of the system's: a look-up cannot be broken off, and would hold up all virtual threads.
 *
 * @param time after which an attempt is broken off
 */
record Deadline(Duration time) {
    private static final String BROKEN_OFF = "it was broken off, as pgwright ends";

    /**
     * Makes an attempt.
     *
     * @param breakOff what ends it; called where it takes too long
     */
    Delivery hold(Supplier<Delivery> attempt, Runnable breakOff) {
        FutureTask<Delivery> task = new FutureTask<>(attempt::get);
        Thread.ofPlatform().daemon().name("telling").start(task);
        try {
            return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            breakOff.run();
            return new Delivery.Failed(late());
        } catch (InterruptedException ending) {
            // Not interrupted from here on: that it failed is still to be noted.
            breakOff.run();
            return new Delivery.Failed(BROKEN_OFF);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("an attempt says how it ended", failure.getCause());
        }
    }

    /** What is said of an attempt that took too long. */
    String late() {
        return "it did not answer within %d s".formatted(Math.max(1, time.toSeconds()));
    }
}
