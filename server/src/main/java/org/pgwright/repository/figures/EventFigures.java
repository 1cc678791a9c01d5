package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.SessionEventKind;

import java.time.Instant;
import java.util.List;

/**
 * A wait for a lock or a long transaction.
 *
 * @param address of the server, for people
 * @param began of a wait the first look that saw it
 * @param lastSeen the last look that saw it
 * @param ended the first look that no longer saw it; null where none has come yet
 * @param lastedMillis at least
 * @param isPartlySeen whether looks are missing within it or at its end
 * @param who at the last look that saw it
 * @param blockers that a wait was for, directly or through others
 */
public record EventFigures(
        SessionEventKind kind,
        String address,
        Instant began,
        Instant lastSeen,
        @Nullable Instant ended,
        long lastedMillis,
        int looks,
        boolean isPartlySeen,
        Who who,
        List<Blocker> blockers) {
    public EventFigures {
        blockers = List.copyOf(blockers);
    }

    /**
     * A session.
     *
     * @param pid 0 for a prepared transaction
     * @param state empty for one that was idle, or that the role may not see
     * @param hash of its query; null where that is not known
     */
    public record Who(
            int pid,
            String databaseName,
            String roleName,
            String applicationName,
            String state,
            @Nullable String hash,
            @Nullable String pattern) {}

    /**
     * A session that was waited for.
     *
     * @param isWaiting whether it waited for a lock itself
     * @param looks at how many it was waited for
     */
    public record Blocker(Who who, boolean isWaiting, int looks) {}

    /** Those that did not wait themselves; all, where each waited for another. */
    public List<Blocker> roots() {
        List<Blocker> roots = blockers.stream().filter(one -> !one.isWaiting()).toList();
        return roots.isEmpty() ? blockers : roots;
    }
}
