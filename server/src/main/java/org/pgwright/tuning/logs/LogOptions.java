package org.pgwright.tuning.logs;

/**
 * Which logs are followed, and what is kept of them.
 *
 * @param first of the server that is named first
 * @param others of all others
 * @param masksLiterals whether statements and messages are kept without the values in them
 */
public record LogOptions(LogChoice first, LogChoice others, boolean masksLiterals) {
    /** No log is followed. */
    public static final LogOptions NONE =
            new LogOptions(new LogChoice.None(), new LogChoice.None(), true);

    /** A place is that of one server's log; of the others it is read where they let us. */
    public static LogOptions of(LogChoice choice, boolean masksLiterals) {
        return new LogOptions(
                choice,
                choice instanceof LogChoice.Files ? new LogChoice.Server(false) : choice,
                masksLiterals);
    }
}
