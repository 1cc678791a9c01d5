package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One message of a server with all that belongs to it. What the log does not say is empty.
 *
 * @param command what the process showed itself as doing ({@code %i}), such as {@code SELECT},
 *     {@code BIND} or {@code UPDATE waiting}
 * @param sqlState five characters, or empty
 */
public record LogEntry(
        Source source, Severity severity, String command, String sqlState, Texts texts) {
    private static final int SQL_STATE_LENGTH = 5;

    public LogEntry {
        command = Text.name(command);
        sqlState = sqlState.length() == SQL_STATE_LENGTH ? sqlState : "";
    }

    /**
     * Who wrote it, and when.
     *
     * @param time null if the log does not say
     * @param line the number of the entry in its session, from 1; 0 if the log does not say
     * @param queryId 0 if the log does not say
     */
    public record Source(@Nullable Instant time, Session session, long line, long queryId) {}

    /**
     * What it says; none is longer than {@link Text#LONGEST}.
     *
     * @param statement that was running
     */
    public record Texts(
            String message, String detail, String hint, String context, String statement) {
        /** A message and nothing else. */
        static Texts of(String message) {
            return new Texts(message, "", "", "", "");
        }

        private boolean has(Part.Kind kind) {
            return switch (kind) {
                case DETAIL -> !detail.isEmpty();
                case HINT -> !hint.isEmpty();
                case CONTEXT -> !context.isEmpty();
                case STATEMENT -> !statement.isEmpty();
                case QUERY, LOCATION, BACKTRACE -> false;
            };
        }

        private Texts with(Part.Kind kind, String text) {
            return switch (kind) {
                case DETAIL -> new Texts(message, text, hint, context, statement);
                case HINT -> new Texts(message, detail, text, context, statement);
                case CONTEXT -> new Texts(message, detail, hint, text, statement);
                case STATEMENT -> new Texts(message, detail, hint, context, text);
                case QUERY, LOCATION, BACKTRACE -> this;
            };
        }
    }

    /** Null if the log does not say. */
    public @Nullable Instant time() {
        return source.time();
    }

    public Session session() {
        return source.session();
    }

    public String message() {
        return texts.message();
    }

    public String detail() {
        return texts.detail();
    }

    public String statement() {
        return texts.statement();
    }

    /** Whether it has a text of a kind already: servers write one of each. */
    boolean has(Part.Kind kind) {
        return texts.has(kind);
    }

    /** The same with the text of a kind, which begins a line of its own. */
    LogEntry with(Part.Kind kind, String text) {
        return new LogEntry(source, severity, command, sqlState, texts.with(kind, text));
    }
}
