package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.collector.ServerLog;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.follow.LogFollower;
import org.pgwright.log.follow.LogSettings;
import org.pgwright.log.follow.LogSink;
import org.pgwright.postgres.ReadTransaction;

import java.util.function.Consumer;

/** Follows the log of a server over its connection, if the role may; asks now and then. */
final class LogLook implements Task.Look {
    /** So many looks, before it is asked again what the role may. */
    private static final int ASK_AGAIN = 60;

    private final ServerLog log = new ServerLog();
    private final boolean isAskedFor;
    private final Consumer<String> messages;
    private final LogFollower follower;
    private LogSettings settings = LogSettings.UNKNOWN;
    private @Nullable String missing;
    private boolean isTold;
    private int looks;

    LogLook(LogSink sink, boolean isAskedFor, Consumer<String> messages) {
        this.isAskedFor = isAskedFor;
        this.messages = messages;
        this.follower = new LogFollower(log, sink, () -> settings, System::nanoTime, messages);
    }

    @Override
    public Runnable read(ReadTransaction transaction) {
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
        return work == null ? () -> {} : work;
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
