package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LoggedPlanText;
import org.pgwright.log.event.LogEvent;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each session executed last, and executes, so that entries on one execution come together.
 * Knows nothing of sessions that the log does not tell apart, and little of many.
 */
final class SessionExecutions {
    /** A plan and a duration of one execution are logged one right after the other. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final int MOST = 500;
    private static final int LONGEST = 50_000;

    private final Map<String, Candidate> last;
    private final Map<String, LogEvent.StatementBegan> running;

    SessionExecutions() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private SessionExecutions(
            Map<String, Candidate> last, Map<String, LogEvent.StatementBegan> running) {
        this.last = last;
        this.running = running;
    }

    SessionExecutions copy() {
        return new SessionExecutions(new LinkedHashMap<>(last), new LinkedHashMap<>(running));
    }

    void began(LogEvent.StatementBegan began) {
        String session = began.origin().session().key();
        if (!session.isEmpty()) {
            running.put(session, began);
        }
    }

    /** What a session executes, from now on no more; null if it is not known. */
    LogEvent.@Nullable StatementBegan finish(String session) {
        return running.remove(session);
    }

    /** What a session executed last; null if it is not known, or too long ago. */
    @Nullable Candidate last(String session, Instant now) {
        Candidate known = last.get(session);
        return known == null || known.at().plus(LONGEST_PAUSE).isBefore(now) ? null : known;
    }

    void executed(String session, Candidate candidate) {
        if (!session.isEmpty()) {
            last.remove(session);
            last.put(session, candidate);
        }
    }

    void left(String session) {
        last.remove(session);
        running.remove(session);
    }

    /** Candidates as they are at the end of a batch, and only as many as may be remembered. */
    void settle(Map<java.util.UUID, Candidate> settled) {
        last.replaceAll((session, known) -> settled.getOrDefault(known.id(), known));
        last.values().removeIf(SessionExecutions::isLong);
        running.values().removeIf(began -> began.statement().length() > LONGEST);
        limit(last);
        limit(running);
    }

    private static boolean isLong(Candidate candidate) {
        LoggedPlanText plan = candidate.plan();
        return candidate.statement().length() + (plan == null ? 0 : plan.text().length()) > LONGEST;
    }

    private static void limit(Map<String, ?> map) {
        Iterator<String> oldest = map.keySet().iterator();
        for (int surplus = map.size() - MOST; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
    }
}
