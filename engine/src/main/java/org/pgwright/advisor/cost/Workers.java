package org.pgwright.advisor.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Does the same for many statements side by side, as many at once as the planner has sessions.
 *
 * <p>What is done for one statement must not touch another's, so that the outcome does not depend
 * on which comes first.
 */
public final class Workers implements AutoCloseable {
    private final ExecutorService threads;
    private final int count;

    /**
     * @param count how many at once; 1 does everything in the caller's thread
     */
    public Workers(int count) {
        this.count = count;
        this.threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().daemon().name("pgwright-what-if-", 0).factory());
    }

    /**
     * Does all of it before it returns.
     *
     * @param size the work is called with 0 to size - 1
     */
    public void each(int size, IntConsumer work) {
        if (count == 1 || size <= 1) {
            for (int i = 0; i < size; i++) {
                work.accept(i);
            }
            return;
        }
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int place = i;
            tasks.add(
                    () -> {
                        work.accept(place);
                        return null;
                    });
        }
        finish(tasks);
    }

    private void finish(List<Callable<Void>> tasks) {
        try {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the planner", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
