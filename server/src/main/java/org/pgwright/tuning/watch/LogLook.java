package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.collector.ServerLog;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.follow.LogFollower;
import org.pgwright.log.follow.LogSettings;
import org.pgwright.log.follow.LogSink;
import org.pgwright.postgres.ReadTransaction;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Follows the log of a server over its connection, if the role may; asks now and then. Each look
 * reads a bounded part, which a thread of its own understands and stores, so that the other looks
 * over the connection do not wait for that. Until it is done nothing more is read.
 */
final class LogLook implements Task.Look {
    /** So many looks, before it is asked again what the role may. */
    private static final int ASK_AGAIN = 60;

    private final ServerLog log = new ServerLog();
    private final boolean isAskedFor;
    private final Consumer<String> messages;
    private final Stop stop;
    private final LogFollower follower;
    private LogSettings settings = LogSettings.UNKNOWN;
    private @Nullable String missing;
    private @Nullable Thread storing;
    private volatile @Nullable RuntimeException failure;
    private boolean isTold;
    private int looks;

    /**
     * @param stop before it a look begins to store, after it a look ends when all is stored
     */
    LogLook(LogSink sink, boolean isAskedFor, Consumer<String> messages, Stop stop) {
        this.isAskedFor = isAskedFor;
        this.messages = messages;
        this.stop = stop;
        this.follower = new LogFollower(log, sink, () -> settings, System::nanoTime, messages);
    }

    /** The last look has nothing after it that would store what it left. */
    @Override
    public void prepare() {
        if (isLast()) {
            await();
        }
    }

    private boolean isLast() {
        return stop.within(Duration.ZERO);
    }

    @Override
    public Runnable read(ReadTransaction transaction) {
        boolean isLast = isLast();
        if (isStoring()) {
            return () -> {};
        }
        if (looks++ % ASK_AGAIN == 0) {
            ServerLog.Access access = ServerLog.access(transaction);
            settings = access.settings();
            missing = access.missing();
        }
        if (missing != null) {
            refused(missing);
            return () -> {};
        }
        Runnable work = log.within(transaction, follower::next);
        return () -> store(work, isLast);
    }

    /** Begins to; tells how it went the time before, or this time if it is the last. */
    private void store(@Nullable Runnable work, boolean isLast) {
        RuntimeException before = failure;
        failure = null;
        if (work != null) {
            storing = Thread.ofVirtual().start(() -> run(work));
        }
        if (isLast) {
            await();
        }
        RuntimeException last = before == null && isLast ? failure : before;
        if (last != null) {
            throw last;
        }
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException notStored) {
            failure = notStored; // thrown by the next look
        }
    }

    private boolean isStoring() {
        Thread last = storing;
        return last != null && last.isAlive();
    }

    private void await() {
        Thread last = storing;
        try {
            if (last != null) {
                last.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refused(String sentence) {
        if (isAskedFor) {
            throw new PgwrightException(
                    ErrorCode.NOT_ALLOWED, sentence, "or leave the log alone with --log none");
        }
        if (!isTold) {
            messages.accept("the log is not followed: " + sentence);
            isTold = true;
        }
    }
}
