package org.pgwright.change;

import org.pgwright.error.PgwrightException;
import org.pgwright.repository.strategy.ChangeLease;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews a lease while a change goes on, and gives it up at its end. */
final class LeaseKeeper implements AutoCloseable {
    private final ChangeLease lease;
    private final UUID instance;
    private final ChangeProgress progress;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean lost;

    LeaseKeeper(ChangeLease lease, UUID instance, ChangeProgress progress) {
        this.lease = lease;
        this.instance = instance;
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("lease").start(this::keep);
    }

    /** Whether another process has taken it. */
    boolean isLost() {
        return lost;
    }

    private void keep() {
        try {
            while (!ended.await(ChangeLease.RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        try {
            lost |= !lease.take(instance);
        } catch (PgwrightException away) {
            // While the repository is away, no other process can take it either.
            progress.note("the repository does not answer: " + away.getMessage());
        }
    }

    /** Gives it up; where the repository is away, it ends by itself. */
    @Override
    public void close() {
        ended.countDown();
        try {
            thread.join();
            lease.giveUp(instance);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (PgwrightException away) {
            progress.note("the repository does not answer: " + away.getMessage());
        }
    }
}
