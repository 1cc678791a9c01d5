package org.pgwright.change;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;

import java.time.Duration;
import java.util.List;

/** How the build of an index has ended. */
public sealed interface BuildOutcome {
    /**
     * The index is there and valid.
     *
     * @param attempt which one it was, from 1
     */
    record Applied(QualifiedName index, Duration took, int attempt, Bytes size)
            implements BuildOutcome {}

    /** Something else has the name; nothing was done. */
    record NameTaken(QualifiedName name) implements BuildOutcome {}

    /**
     * No attempt got its locks in time; nothing is left of them.
     *
     * @param heldBy the process ids of the sessions that were in the way, where they could be seen
     */
    record Postponed(int attempts, List<Integer> heldBy) implements BuildOutcome {
        public Postponed {
            heldBy = List.copyOf(heldBy);
        }
    }

    /** It was cancelled; nothing is left of it. */
    record Cancelled() implements BuildOutcome {}

    /**
     * The server refused or broke off; nothing is left of it.
     *
     * @param reason in the server's words
     */
    record Failed(String reason) implements BuildOutcome {}

    /**
     * It ended without a valid index, and its remains could not be removed.
     *
     * @param index is to be dropped by hand: {@code DROP INDEX CONCURRENTLY}
     */
    record LeftInvalid(QualifiedName index, String reason) implements BuildOutcome {}
}
