package org.pgwright.postgres;

import org.pgwright.error.PgwrightException;

/** How work that may fail has ended. */
public sealed interface Attempt<T> {
    /** It succeeded. */
    record Done<T>(T value) implements Attempt<T> {}

    /** It failed; the transaction goes on. */
    record Failed<T>(PgwrightException failure) implements Attempt<T> {}
}
