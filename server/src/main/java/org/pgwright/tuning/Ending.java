package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * When a search for indexes ends with the best that it has found by then.
 *
 * @param deadline counted from the start of the command; null for none
 * @param onInterrupt whether Ctrl-C ends the search only; once more ends the process
 */
public record Ending(@Nullable Duration deadline, boolean onInterrupt) {
    /** It ends when there is nothing more to find; Ctrl-C ends the process. */
    public static final Ending BY_ITSELF = new Ending(null, false);
}
