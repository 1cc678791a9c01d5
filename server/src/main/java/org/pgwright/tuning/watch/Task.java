package org.pgwright.tuning.watch;

import org.pgwright.postgres.ReadTransaction;

import java.time.Duration;

/**
 * Something to look at again and again.
 *
 * @param name of the collector, as it is shown
 * @param every from one beginning to the next; beginnings that were missed are not made up for
 */
record Task(String name, Duration every, Look look) {
    /** Looks at a server, in a transaction of its own. */
    @FunctionalInterface
    interface Look {
        /** Waits for what has to be over before, so that no transaction waits for it. */
        default void prepare() {}

        /** Reads, and returns what is to be done with it once the transaction has ended. */
        Runnable read(ReadTransaction transaction);
    }
}
