package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A session of a server at this moment, with what names it for good.
 *
 * @param startedAt when its process began, to the microsecond: a process number is used anew, but
 *     not with the same beginning
 * @param queryStartedAt of its last query; null for none
 * @param blocked the processes that wait for it
 * @param refusal why it cannot be ended, with what to do instead; null if it can be
 */
public record LiveSession(
        Session session,
        Instant startedAt,
        @Nullable Instant queryStartedAt,
        List<Integer> blocked,
        @Nullable Refusal refusal) {
    public LiveSession {
        blocked = List.copyOf(blocked);
    }

    /**
     * Why a session is left alone.
     *
     * @param isOfRights whether a grant would change that
     */
    public record Refusal(String reason, String remedy, boolean isOfRights) {}

    /** Its process number. */
    public int pid() {
        return session.pid();
    }
}
