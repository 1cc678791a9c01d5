package org.pgwright.maintenance;

import java.time.LocalDate;
import java.util.List;

/** Whether an index is used. */
sealed interface UseVerdict {
    /** Why it is said, in words. */
    String reason();

    /**
     * Nothing used it for as long as it takes to tell.
     *
     * @param doubts what would not have been seen
     */
    record Unused(String reason, List<String> doubts) implements UseVerdict {
        public Unused {
            doubts = List.copyOf(doubts);
        }
    }

    /**
     * It is used, or its next use may be to come.
     *
     * @param last when it was scanned last
     */
    record Used(String reason, LocalDate last) implements UseVerdict {}

    /** A server is not watched that may use it. */
    record Unwatched(String reason) implements UseVerdict {}

    /** Too little is known. */
    record NotKnown(String reason) implements UseVerdict {}
}
