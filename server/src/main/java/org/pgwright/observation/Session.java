package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * What a session of a server was doing at one moment.
 *
 * @param state such as {@code active}; empty for the server's own processes
 * @param waiting for what; empty names for nothing
 * @param client who it is
 * @param queryId by the server; 0 for none
 * @param queryText normalised; empty where there is none or the role may not see it
 * @param transactionAge null outside of a transaction, and for a parallel worker, whose transaction
 *     is its leader's; less than nothing where the server's clock was set back since
 * @param queryAge since its query began, or since it is idle
 * @param blockers the processes that it waits for
 */
public record Session(
        int pid,
        String backendType,
        String state,
        Wait waiting,
        Client client,
        long queryId,
        String queryText,
        @Nullable Duration transactionAge,
        @Nullable Duration queryAge,
        List<Integer> blockers) {
    public Session {
        blockers = List.copyOf(blockers);
    }

    /** What it waits for, in the words of pg_stat_activity (manual, section 27.2.3). */
    public record Wait(String type, String event) {}

    /**
     * Who it is.
     *
     * @param databaseName empty for the server's own processes
     * @param address empty for a Unix socket
     */
    public record Client(
            String databaseName, String roleName, String applicationName, String address) {}

    /**
     * How long its transaction has been open, or else its query has run; null for neither. Never
     * less than nothing.
     */
    public @Nullable Duration age() {
        Duration age = transactionAge == null ? queryAge : transactionAge;
        return age == null || !age.isNegative() ? age : Duration.ZERO;
    }

    /** The same with another text. */
    public Session withQuery(String text) {
        return new Session(
                pid,
                backendType,
                state,
                waiting,
                client,
                queryId,
                text,
                transactionAge,
                queryAge,
                blockers);
    }

    /** Whether it does or holds something: all but sessions that wait for their client. */
    public boolean isBusy() {
        return !state.isEmpty() && !state.equals("idle");
    }
}
