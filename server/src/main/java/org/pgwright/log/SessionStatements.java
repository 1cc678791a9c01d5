package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.Origin;

import java.time.Duration;
import java.time.Instant;

/**
 * What each session runs and ran last, for entries that do not name their statement. Knows nothing
 * of sessions that the log does not tell apart; of more than {@link #MOST}, the oldest are
 * forgotten.
 */
final class SessionStatements {
    private static final int MOST = 10_000;

    /**
     * In the extended protocol a file goes right behind its statement's end. What comes later may
     * be of a statement that was not slow enough to be logged.
     */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final long MOST_CHARACTERS = 16 << 20;

    private final Recent<String, LogEvent.StatementBegan> running =
            new Recent<>(MOST, MOST_CHARACTERS, (session, began) -> length(began));

    private final Recent<String, Ended> ended =
            new Recent<>(MOST, MOST_CHARACTERS, (session, query) -> session.length());

    private record Ended(QueryTotals query, @Nullable Instant time) {}

    private static long length(LogEvent.StatementBegan began) {
        return (long) began.statement().length() + began.parameters().length();
    }

    void began(LogEvent.StatementBegan began) {
        String session = began.origin().session().key();
        if (!session.isEmpty()) {
            running.put(session, began);
        }
    }

    /** The statement that a session runs, from now on no more; null if not known. */
    LogEvent.@Nullable StatementBegan finish(Origin origin) {
        return running.remove(origin.session().key());
    }

    /** A statement has ended, well or not. */
    void ended(Origin origin, QueryTotals query) {
        String session = origin.session().key();
        if (!session.isEmpty()) {
            ended.put(session, new Ended(query, origin.time()));
        }
    }

    /** What a session ran just before; null if not known. */
    @Nullable QueryTotals justBefore(Origin origin) {
        Ended latest = ended.get(origin.session().key());
        if (latest == null) {
            return null;
        }
        Instant time = origin.time();
        boolean isPause =
                time != null
                        && latest.time() != null
                        && time.isAfter(latest.time().plus(LONGEST_PAUSE));
        return isPause ? null : latest.query();
    }

    void left(Origin origin) {
        running.remove(origin.session().key());
        ended.remove(origin.session().key());
    }

    /** A server starts: processes may have numbers that others had. */
    void allLeft() {
        running.clear();
        ended.clear();
    }
}
