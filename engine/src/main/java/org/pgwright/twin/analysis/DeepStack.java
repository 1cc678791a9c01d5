package org.pgwright.twin.analysis;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs recursive work on a thread with room for it: a statement may be nested as deeply as the
 * server's own stack allows, which is deeper than a thread of ours usually bears.
 */
final class DeepStack {
    /** Address space, of which only what is used is memory. */
    private static final long BYTES = 256L << 20;

    private DeepStack() {}

    /** The work's result or exception; the caller waits for it, interrupted or not. */
    static <T> T call(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(null, task, "pgwright-analysis", BYTES).start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException interruption) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failure) {
            throw rethrown(Objects.requireNonNull(failure.getCause()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }
}
