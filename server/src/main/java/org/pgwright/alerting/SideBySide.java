package org.pgwright.alerting;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Does things of different keys side by side, and those of one key never at the same time. For one
 * thread that starts them.
 *
 * @param <K> of what may not be done twice at a time
 */
final class SideBySide<K> {
    private final Map<K, Thread> underway = new HashMap<>();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    /** Begins, unless something of that key is still being done. */
    void start(K key, Runnable work) {
        underway.values().removeIf(thread -> !thread.isAlive());
        underway.computeIfAbsent(key, none -> Thread.ofVirtual().start(() -> run(work)));
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    /**
     * Says how that went which has ended since it was asked last.
     *
     * @throws RuntimeException the first failure, with the others
     */
    void check() {
        RuntimeException first = failures.poll();
        if (first == null) {
            return;
        }
        for (RuntimeException next = failures.poll(); next != null; next = failures.poll()) {
            first.addSuppressed(next);
        }
        throw first;
    }

    /**
     * Waits until all has ended.
     *
     * @throws RuntimeException as {@link #check}
     */
    void await() {
        try {
            for (Thread thread : underway.values()) {
                thread.join();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        check();
    }

    /** Waits for a time, then interrupts what has not ended, and waits as long again. */
    void end(Duration patience) {
        try {
            if (!haveEnded(patience)) {
                underway.values().forEach(Thread::interrupt);
                haveEnded(patience);
            }
        } catch (InterruptedException ending) {
            underway.values().forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private boolean haveEnded(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        boolean all = true;
        for (Thread thread : underway.values()) {
            all &= thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return all;
    }
}
