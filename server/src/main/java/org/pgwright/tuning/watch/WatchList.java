package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionSettings;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Which servers are to be watched, which may change while they are. */
public final class WatchList {
    /** How long a change may wait for its turn. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final Supplier<List<ConnectionSettings>> servers;
    private final @Nullable ConnectionSettings first;
    private final AtomicInteger changes = new AtomicInteger();

    private WatchList(
            Supplier<List<ConnectionSettings>> servers, @Nullable ConnectionSettings first) {
        this.servers = servers;
        this.first = first;
    }

    /**
     * Always the same.
     *
     * @param servers at least one
     */
    public static WatchList of(List<ConnectionSettings> servers) {
        List<ConnectionSettings> all = List.copyOf(servers);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to watch");
        }
        return new WatchList(() -> all, all.getFirst());
    }

    /**
     * Those that are registered at the moment, which may be none.
     *
     * @param servers asked each minute, and after {@link #changed}
     */
    public static WatchList following(Supplier<List<ConnectionSettings>> servers) {
        return new WatchList(servers, null);
    }

    /** Says that there are others now, so that nobody has to wait for the next minute. */
    public void changed() {
        changes.incrementAndGet();
    }

    List<ConnectionSettings> servers() {
        return servers.get();
    }

    boolean isFirst(ConnectionSettings server) {
        return server.equals(first);
    }

    /** Waits until the time is over, the stop comes, or there are others; whether the stop came. */
    boolean await(Duration time, Stop stop) {
        int known = changes.get();
        long end = System.nanoTime() + time.toNanos();
        Duration left = time;
        while (left.isPositive() && changes.get() == known) {
            if (stop.within(left.compareTo(MOMENT) < 0 ? left : MOMENT)) {
                return true;
            }
            left = Duration.ofNanos(end - System.nanoTime());
        }
        return stop.within(Duration.ZERO);
    }
}
