package org.pgwright.log.entry;

/** What a plain log writes behind the entry that it belongs to, in lines of their own. */
public record Part(Kind kind, String sessionKey, String text) {
    /** The kinds, named as in the log. */
    public enum Kind {
        DETAIL,
        HINT,
        CONTEXT,
        STATEMENT,
        /** A statement that a function ran. */
        QUERY,
        /** Where in the server's source. */
        LOCATION,
        BACKTRACE
    }
}
