package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * When a search for indexes ends with the best that it has found by then.
 *
 * @param deadline counted from the start of the command; null for none
 * @param onInterrupt whether Ctrl-C ends the search only; once more ends the process
 * @param isWanted whether somebody wants it to end now
 */
public record Ending(@Nullable Duration deadline, boolean onInterrupt, BooleanSupplier isWanted) {
    /** It ends when there is nothing more to find; Ctrl-C ends the process. */
    public static final Ending BY_ITSELF = new Ending(null, false);

    /** Nobody else wants it to end. */
    public Ending(@Nullable Duration deadline, boolean onInterrupt) {
        this(deadline, onInterrupt, () -> false);
    }
}
