package org.pgwright.log.event;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.entry.Session;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.TargetReader;

import java.time.Instant;

/**
 * Where an event comes from.
 *
 * @param time null if the log does not say
 * @param line of the entry in its session, from 1; 0 if the log does not say
 * @param queryId the server's own; 0 if the log does not say
 */
public record Origin(@Nullable Instant time, Session session, long line, long queryId) {
    static Origin of(LogEntry entry) {
        LogEntry.Source source = entry.source();
        return new Origin(source.time(), source.session(), source.line(), source.queryId());
    }

    /** Whether a statement in this session is one of pgwright's own. */
    public boolean isOurs(String statement) {
        return session.application().startsWith(TargetReader.APPLICATION_NAME)
                || statement.contains(Query.SIGNATURE);
    }
}
