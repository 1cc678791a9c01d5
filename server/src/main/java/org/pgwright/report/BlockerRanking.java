package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.EventFigures;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whom waits for locks were for: the same query, state, role and application together. */
final class BlockerRanking {
    private BlockerRanking() {}

    /**
     * One that others waited for.
     *
     * @param waitedMillis of all that waited for it, at least; of a wait for several, the share of
     *     the looks that saw it
     * @param waits how many
     */
    record Blocker(Key key, double waitedMillis, int waits, long longestMillis) {
        private Blocker plus(Blocker other) {
            return new Blocker(
                    key,
                    waitedMillis + other.waitedMillis,
                    waits + other.waits,
                    Math.max(longestMillis, other.longestMillis));
        }
    }

    /** Who it was; prepared transactions are one. */
    record Key(
            boolean isPrepared,
            String role,
            String application,
            String state,
            @Nullable String hash,
            @Nullable String pattern) {}

    /** The one that was waited for longest first. */
    static List<Blocker> of(List<EventFigures> waits) {
        Map<Key, Blocker> blockers = new HashMap<>();
        for (EventFigures wait : waits) {
            for (EventFigures.Blocker root : wait.roots()) {
                Blocker blocker =
                        new Blocker(
                                key(root.who()),
                                (double) wait.lastedMillis() * root.looks() / wait.looks(),
                                1,
                                wait.lastedMillis());
                blockers.merge(blocker.key(), blocker, Blocker::plus);
            }
        }
        return blockers.values().stream()
                .sorted(
                        Comparator.comparingDouble(Blocker::waitedMillis)
                                .reversed()
                                .thenComparing(blocker -> blocker.key().toString()))
                .toList();
    }

    private static Key key(EventFigures.Who who) {
        return new Key(
                who.pid() == 0,
                who.roleName(),
                who.applicationName(),
                who.state(),
                who.hash(),
                who.pattern());
    }
}
