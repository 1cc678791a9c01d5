package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.strategy.ChangeSteps.Backend;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Watches a statement of a change over a connection of its own, and has it broken off when it would
 * do harm: sessions of applications wait for it, it waits too long itself, a replica falls behind,
 * the disk fills, the window ends, or nobody wants it any more. What cannot be watched is broken
 * off, too.
 */
final class Guard implements AutoCloseable {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int LOOKS_A_LOCK_TIMEOUT = 8;

    /** What is locked until it is changed: tables, and statistics of one. */
    private static final Set<String> OBJECTS = Set.of("relation", "object");

    private final ConnectionSettings settings;
    private final ChangeLimits limits;
    private final InstantSource clock;
    private final BooleanSupplier unwanted;
    private final DiskRoom disk;
    private final ChangeProgress progress;
    private @Nullable TargetReader reader;

    /**
     * @param unwanted whether the change is to end
     */
    Guard(
            ConnectionSettings settings,
            ChangeLimits limits,
            InstantSource clock,
            BooleanSupplier unwanted,
            DiskRoom disk,
            ChangeProgress progress) {
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
        this.unwanted = unwanted;
        this.disk = disk;
        this.progress = progress;
    }

    /** Why a statement was broken off. */
    sealed interface Alarm {
        /** Others are in its way, or it is in theirs. */
        record Lock(String reason) implements Alarm {}

        /** It does harm, or is not wanted any more. */
        record Harm(String reason) implements Alarm {}
    }

    /** One statement that is being watched. */
    final class Watch implements AutoCloseable {
        private final Step step;
        private final Backend backend;
        private final boolean protectedOnly;
        private final Runnable breakOff;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread;
        private volatile @Nullable Alarm alarm;
        private @Nullable Instant unconfirmedSince;

        private Watch(Step step, Backend backend, boolean isCleaning, Runnable breakOff) {
            this.step = step;
            this.backend = backend;
            this.protectedOnly = isCleaning;
            this.breakOff = breakOff;
            this.thread = Thread.ofVirtual().name("guard").start(this::watch);
        }

        /** Why it was broken off; empty if it was not. */
        Optional<Alarm> alarm() {
            return Optional.ofNullable(alarm);
        }

        /** Returns when nothing will be broken off any more. */
        @Override
        public void close() {
            ended.countDown();
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException ending) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void watch() {
            while (isAtWork()) {
                if (alarm == null) {
                    alarm = look();
                }
                if (alarm != null) {
                    // Again and again: a statement that commits several times outlives a cancel
                    // that finds it waiting for a synchronous replica.
                    breakOff.run();
                }
            }
        }

        private boolean isAtWork() {
            try {
                return !ended.await(pause().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException ending) {
                return false;
            }
        }

        private @Nullable Alarm look() {
            try (ReadTransaction transaction = reader().begin()) {
                return transaction
                        .rows("change.guard", Deadlines.ACTIVITY, this::alarmOf, backend.pid())
                        .stream()
                        .flatMap(Optional::stream)
                        .findFirst()
                        .or(this::ownAlarm)
                        .orElse(null);
            } catch (PgwrightException unseen) {
                forget(unseen);
                return new Alarm.Harm("it could not be watched: " + unseen.getMessage());
            }
        }

        private Optional<Alarm> alarmOf(Row row) throws SQLException {
            tell(row);
            Duration harmless = harmless();
            if (row.number("blocks_millis") >= harmless.toMillis()) {
                return Optional.of(
                        new Alarm.Lock(
                                "sessions of applications wait for it, such as those that alter"
                                        + " the table"));
            }
            if (row.text("wait_type").equals("Lock")) {
                Duration waits = Duration.ofMillis(row.number("waits_millis"));
                boolean isTable = OBJECTS.contains(row.text("wait_event"));
                Duration allowed = isTable ? harmless : limits.patience();
                if (waits.compareTo(allowed) >= 0) {
                    return Optional.of(
                            new Alarm.Lock(
                                    isTable
                                            ? "no lock on the table in "
                                                    + Words.seconds(limits.lockTimeout())
                                            : "older transactions did not end in "
                                                    + Words.seconds(limits.patience())));
                }
            }
            Optional<Alarm> unconfirmed = unconfirmed(row);
            return unconfirmed.isPresent() ? unconfirmed : lag(row);
        }

        /** It has committed, but a synchronous replica has not said that it has it, too. */
        private Optional<Alarm> unconfirmed(Row row) throws SQLException {
            if (!row.text("wait_event").equals("SyncRep")) {
                unconfirmedSince = null;
                return Optional.empty();
            }
            Instant now = clock.instant();
            Instant since = unconfirmedSince == null ? now : unconfirmedSince;
            unconfirmedSince = since;
            return Duration.between(since, now).compareTo(limits.patience()) < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Alarm.Harm(
                                    "synchronous replicas did not confirm it in "
                                            + Words.seconds(limits.patience())));
        }

        private Optional<Alarm> lag(Row row) throws SQLException {
            long lag = row.number("lag_bytes");
            if (!protectedOnly && lag > limits.maxLag().count()) {
                return Optional.of(
                        new Alarm.Harm(
                                "the %s is %s behind, more than %s"
                                        .formatted(
                                                row.text("follower"),
                                                Words.bytes(lag),
                                                limits.maxLag())));
            }
            return Optional.empty();
        }

        private void tell(Row row) throws SQLException {
            String phase = row.text("phase");
            boolean byRows = row.number("tuples_total") > 0;
            progress.step(
                    step.shown() + (phase.isEmpty() ? "" : ": " + phase),
                    row.number(byRows ? "tuples_done" : "blocks_done"),
                    row.number(byRows ? "tuples_total" : "blocks_total"));
        }

        /** What is not seen on the server; removing what is left goes on in any case. */
        private Optional<Alarm> ownAlarm() {
            if (protectedOnly) {
                return Optional.empty();
            }
            if (unwanted.getAsBoolean()) {
                return Optional.of(new Alarm.Harm("somebody ended it"));
            }
            if (limits.until() != null && !clock.instant().isBefore(limits.until())) {
                return Optional.of(new Alarm.Harm("the maintenance window is over"));
            }
            return disk.lack(limits.minFreeDisk()).map(Alarm.Harm::new);
        }
    }

    /**
     * Begins to watch a statement.
     *
     * @param isCleaning whether it removes what is left, which goes on after the window and on a
     *     full disk
     * @param breakOff has the server cancel it
     */
    Watch watch(Step step, Backend backend, boolean isCleaning, Runnable breakOff) {
        return new Watch(step, backend, isCleaning, breakOff);
    }

    /** So that the lock timeout is not over before the statement is broken off. */
    private Duration harmless() {
        Duration half = limits.lockTimeout().dividedBy(2);
        Duration most = limits.lockTimeout().minus(pause().multipliedBy(2));
        return most.compareTo(half) < 0 ? half : most;
    }

    private Duration pause() {
        Duration pause = limits.lockTimeout().dividedBy(LOOKS_A_LOCK_TIMEOUT);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Used by one watch at a time. */
    private synchronized TargetReader reader() {
        TargetReader open = reader == null ? TargetReader.open(settings) : reader;
        reader = open;
        return open;
    }

    /** A new connection is made for the next statement. */
    private synchronized void forget(PgwrightException failure) {
        TargetReader open = reader;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (PgwrightException again) {
                failure.addSuppressed(again);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
