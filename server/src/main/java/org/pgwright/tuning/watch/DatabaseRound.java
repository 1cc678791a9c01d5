package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks into the databases of a server one after another, with one connection at a time that is
 * closed before the next is opened, spread evenly over the time that a round may take.
 */
final class DatabaseRound implements Runnable {
    /** How soon new databases are noticed, and the first after the start. */
    private static final Duration LOOK_OUT = Duration.ofSeconds(1);

    private final Supplier<Set<String>> databases;
    private final Function<String, Looker> lookers;
    private final Function<String, Task> tasks;
    private final Duration every;
    private final Stop stop;
    private final Map<String, Long> dueAt = new HashMap<>();

    /**
     * @param databases those to look into, by name, at any moment
     * @param lookers makes one for a database
     * @param tasks what to do in a database
     * @param every how often each is looked into
     */
    DatabaseRound(
            Supplier<Set<String>> databases,
            Function<String, Looker> lookers,
            Function<String, Task> tasks,
            Duration every,
            Stop stop) {
        this.databases = databases;
        this.lookers = lookers;
        this.tasks = tasks;
        this.every = every;
        this.stop = stop;
    }

    @Override
    public void run() {
        while (!stop.within(pause())) {
            String due = due();
            if (due != null) {
                look(due);
                dueAt.put(due, System.nanoTime() + every.toNanos());
            }
        }
        long end = System.nanoTime() + Stop.FAREWELL.toNanos();
        for (String database : List.copyOf(databases.get())) {
            if (System.nanoTime() - end < 0) {
                look(database);
            }
        }
    }

    private void look(String database) {
        try (Looker looker = lookers.apply(database)) {
            looker.perform(tasks.apply(database));
        }
    }

    private Duration pause() {
        Set<String> known = new HashSet<>(databases.get());
        dueAt.keySet().retainAll(known);
        long now = System.nanoTime();
        long next = now + LOOK_OUT.toNanos();
        for (String database : known) {
            long at = dueAt.getOrDefault(database, now);
            next = at - next < 0 ? at : next;
        }
        return Duration.ofNanos(next - now);
    }

    private @Nullable String due() {
        long now = System.nanoTime();
        String due = null;
        long earliest = now;
        for (String database : databases.get()) {
            long at = dueAt.getOrDefault(database, now - every.toNanos());
            if (at - earliest <= 0) {
                due = database;
                earliest = at;
            }
        }
        return due;
    }
}
