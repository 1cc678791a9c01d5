package org.pgwright.tuning.watch;

import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.testing.TestDatabase;
import org.pgwright.tuning.logs.LogOptions;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A watch under way, and what it has kept, which is read past whatever stands before it. */
public final class Watching {
    public static final Rhythm QUICK =
            new Rhythm(
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300));

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Stop stop = new Stop();
    private final TestDatabase kept;
    private final Thread thread;

    /**
     * Begins.
     *
     * @param kept the database of the repository
     */
    public Watching(Repository repository, TestDatabase kept, ConnectionSettings... servers) {
        this(repository, kept, InstantSource.system(), servers);
    }

    /**
     * Begins.
     *
     * @param clock of our own
     */
    Watching(
            Repository repository,
            TestDatabase kept,
            InstantSource clock,
            ConnectionSettings... servers) {
        this(repository, kept, clock, WatchOptions.of(List.of(servers), Set.of(), QUICK, null));
    }

    /** Begins with logs, too. */
    public static Watching ofLogs(
            Repository repository,
            TestDatabase kept,
            LogOptions log,
            ConnectionSettings... servers) {
        return new Watching(
                repository,
                kept,
                InstantSource.system(),
                WatchOptions.of(List.of(servers), Set.of(), QUICK, null).with(log));
    }

    /** Begins with plans of the dearest statements, too. */
    public static Watching ofPlans(
            Repository repository, TestDatabase kept, ConnectionSettings... servers) {
        return new Watching(
                repository,
                kept,
                InstantSource.system(),
                WatchOptions.of(List.of(servers), Set.of(), QUICK, null).capturingPlans(true));
    }

    private Watching(
            Repository repository, TestDatabase kept, InstantSource clock, WatchOptions options) {
        this.kept = kept;
        Ids ids = new Ids(clock, new Random());
        Watch watch =
                new Watch(
                        repository,
                        new Instances(repository, clock, ids),
                        new Partitions(repository, clock, Retention.DEFAULT),
                        new Watch.Surroundings(clock, ids, new Random(), messages::add));
        thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        watch.run(options, stop);
                                    } catch (RuntimeException failure) {
                                        messages.add(String.valueOf(failure.getMessage()));
                                    }
                                });
    }

    /** What people were told. */
    List<String> messages() {
        return messages;
    }

    /** Waits for a condition in SQL about what is kept. */
    public Watching await(String condition) {
        try {
            until(() -> !thread.isAlive() || number("SELECT (" + condition + ")::integer") == 1);
        } catch (AssertionError never) {
            throw new AssertionError(condition + " was never true; told: " + messages, never);
        }
        return this;
    }

    /** Waits until something is told. */
    public void awaitMessage(String part) {
        until(() -> messages.stream().anyMatch(message -> message.contains(part)));
    }

    /** Looks every few milliseconds whether it is so. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not happen in two minutes");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Looks once more and ends. */
    public void end() {
        stop.now();
        try {
            thread.join();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A number in SQL about what is kept. */
    public long number(String sql) {
        try (Connection connection = kept.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
