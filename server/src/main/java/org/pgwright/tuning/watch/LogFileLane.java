package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.follow.FolderSource;
import org.pgwright.log.follow.LogFollower;
import org.pgwright.log.follow.LogSettings;
import org.pgwright.log.follow.LogSink;
import org.pgwright.repository.samples.CollectorRuns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/** Follows the log of a server in files of this machine, without a connection. */
final class LogFileLane implements Runnable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Path place;
    private final LogSink sink;
    private final Supplier<@Nullable LogSettings> settings;
    private final CollectorHealth health;
    private final Stop stop;

    /**
     * @param settings of the server; null until it has been asked: nothing is read before
     */
    LogFileLane(
            Path place,
            LogSink sink,
            Supplier<@Nullable LogSettings> settings,
            CollectorHealth health,
            Stop stop) {
        this.place = place;
        this.sink = sink;
        this.settings = settings;
        this.health = health;
        this.stop = stop;
    }

    /** Works until the stop, and then looks once more. */
    @Override
    public void run() {
        try (LogFollower follower =
                new LogFollower(
                        FolderSource.of(place),
                        sink,
                        () -> Objects.requireNonNullElse(settings.get(), LogSettings.UNKNOWN),
                        System::nanoTime,
                        health::tell)) {
            boolean isBehind = false;
            while (!stop.within(isBehind ? Duration.ZERO : EVERY)) {
                isBehind = look(follower, EVERY);
            }
            look(follower, Stop.FAREWELL);
        }
    }

    /** All that is new, or what can be read in a time; whether there may be more. */
    private boolean look(LogFollower follower, Duration most) {
        if (settings.get() == null) {
            return false;
        }
        long begin = System.nanoTime();
        String failure = null;
        boolean isLate = false;
        try {
            Runnable work = follower.next();
            while (work != null) {
                work.run();
                isLate = System.nanoTime() - begin > most.toNanos();
                work = isLate ? null : follower.next();
            }
        } catch (PgwrightException notKept) {
            failure = notKept.getMessage();
            isLate = false;
        }
        health.add(
                new CollectorRuns.Subject("log", ""),
                Duration.ofNanos(System.nanoTime() - begin),
                failure);
        return isLate;
    }
}
