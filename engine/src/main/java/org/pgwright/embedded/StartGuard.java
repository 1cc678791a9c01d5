package org.pgwright.embedded;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that a process which ends while a server is being started leaves nothing of it: the
 * end waits until the start has been given up and cleaned up after.
 */
final class StartGuard {
    /** An initdb under way is let finish; then all is undone. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Thread starter = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook =
            Thread.ofPlatform().name("give-up-postgres").unstarted(this::giveUp);

    private StartGuard() {}

    /**
     * Guards what the current thread starts.
     *
     * @throws PgwrightException if the process is ending already
     */
    static StartGuard begin() {
        StartGuard guard = new StartGuard();
        register(guard.hook);
        return guard;
    }

    /**
     * Has a hook run when the process ends.
     *
     * @throws PgwrightException if it is ending already
     */
    static void register(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            throw new PgwrightException(
                    ErrorCode.TWIN_FAILED,
                    "no server is started while the process ends",
                    "run the command again",
                    ending);
        }
    }

    private void giveUp() {
        starter.interrupt();
        try {
            boolean cleanedUp = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assert cleanedUp : "the start takes longer; the next one cleans up";
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    /** The start has ended, well or not. */
    void end() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs, and goes on now.
        }
    }
}
