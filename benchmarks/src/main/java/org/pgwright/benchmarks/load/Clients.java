package org.pgwright.benchmarks.load;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that work on a server, each on a connection of its own in a thread of its own, until they
 * are closed.
 */
public final class Clients implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong counted = new AtomicLong();
    private volatile boolean ended;
    private volatile @Nullable SQLException failure;

    /**
     * A kind of clients.
     *
     * @param every how often each takes a turn; zero for as often as it can
     * @param isCounted whether its turns are counted
     */
    public record Kind(int count, Work work, Duration every, boolean isCounted) {}

    /** Makes connections. */
    public interface Connector {
        Connection connect() throws SQLException;
    }

    private Clients() {}

    /** Starts them when all are connected. */
    public static Clients start(Connector connector, List<Kind> kinds) throws SQLException {
        Clients clients = new Clients();
        for (Kind kind : kinds) {
            for (int i = 0; i < kind.count(); i++) {
                Connection connection = connector.connect();
                Work.Turn turn = kind.work().on(connection);
                clients.threads.add(
                        Thread.ofPlatform()
                                .daemon()
                                .unstarted(() -> clients.work(connection, turn, kind)));
            }
        }
        clients.threads.forEach(Thread::start);
        return clients;
    }

    private void work(Connection connection, Work.Turn turn, Kind kind) {
        try (connection) {
            long due = System.nanoTime();
            while (!ended && failure == null) {
                turn.take();
                if (kind.isCounted()) {
                    counted.incrementAndGet();
                }
                due = pause(due + kind.every().toNanos());
            }
        } catch (SQLException broken) {
            failure = broken;
        }
    }

    /** Turns that were missed are not made up for. */
    private static long pause(long due) {
        long now = System.nanoTime();
        LockSupport.parkNanos(due - now);
        return Math.max(due, now);
    }

    /**
     * How many turns that count were taken.
     *
     * @throws SQLException if a client failed
     */
    public long turns() throws SQLException {
        SQLException broken = failure;
        if (broken != null) {
            throw broken;
        }
        return counted.get();
    }

    /** Waits until all have ended their last turns and their connections. */
    @Override
    public void close() throws SQLException {
        ended = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            join(thread);
        }
        turns();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
