package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One message of a server with all that belongs to it. Texts that the log does not hold are empty;
 * none is longer than {@link Text#LONGEST}.
 *
 * @param time null if the log does not say
 * @param line the number of the entry in its session, from 1; 0 if the log does not say
 * @param sqlState five characters, or empty
 * @param statement that was running
 * @param queryId 0 if the log does not say
 */
public record LogEntry(
        @Nullable Instant time,
        Session session,
        long line,
        Severity severity,
        String sqlState,
        String message,
        String detail,
        String hint,
        String context,
        String statement,
        long queryId) {

    /** The same with more text of a kind, which begins a line of its own. */
    LogEntry with(Part.Kind kind, String text) {
        return switch (kind) {
            case DETAIL -> withTexts(joined(detail, text), hint, context, statement);
            case HINT -> withTexts(detail, joined(hint, text), context, statement);
            case CONTEXT -> withTexts(detail, hint, joined(context, text), statement);
            case STATEMENT -> withTexts(detail, hint, context, joined(statement, text));
            case QUERY, LOCATION, BACKTRACE -> this;
        };
    }

    private LogEntry withTexts(
            String newDetail, String newHint, String newContext, String newStatement) {
        return new LogEntry(
                time,
                session,
                line,
                severity,
                sqlState,
                message,
                newDetail,
                newHint,
                newContext,
                newStatement,
                queryId);
    }

    private static String joined(String before, String more) {
        return before.isEmpty() ? more : Text.cut(before + "\n" + more);
    }
}
