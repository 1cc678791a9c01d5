package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Session;
import org.pgwright.observation.SessionEventKind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to one session over several looks. Times are of the server's clock; lengths never
 * shrink, whatever that does.
 *
 * @param workBegan when the query that waits, the transaction or being idle began, which tells it
 *     from what the same process did before
 * @param began of a wait the look that saw it first; else as {@code workBegan}
 * @param firstSeen the first look that saw it, or that saw that it was long
 * @param client at the last look that saw it, as are its state and statement
 * @param lastSeen the last look that saw it
 * @param ended the first look that no longer saw it; null while it lasts
 * @param lasted at least
 * @param isPartlySeen whether looks are missing within it or at its end
 */
record SessionEvent(
        Slot slot,
        Instant workBegan,
        Instant began,
        Instant firstSeen,
        Session.Client client,
        String state,
        int statement,
        Instant lastSeen,
        @Nullable Instant ended,
        Duration lasted,
        int looks,
        boolean isPartlySeen,
        List<Blocker> blockers) {
    /** Enough to see who it was; a queue may hold hundreds. */
    private static final int MOST_BLOCKERS = 10;

    SessionEvent {
        blockers = List.copyOf(blockers);
    }

    /** Of one kind a process has one at a time. */
    record Slot(SessionEventKind kind, int pid) {}

    /**
     * A session that was waited for, directly or by one that was.
     *
     * @param pid 0 for a prepared transaction
     * @param state empty for a session that is idle, or that the role may not see
     * @param statement the number of what it ran last; 0 for none
     * @param waiting whether it waited for a lock itself
     * @param looks at how many it was waited for
     */
    record Blocker(
            int pid,
            String database,
            String role,
            String application,
            String state,
            int statement,
            boolean waiting,
            int looks) {
        private Blocker plus(Blocker before) {
            Blocker known = state.isEmpty() ? before : this;
            return new Blocker(
                    pid,
                    known.database,
                    known.role,
                    known.application,
                    known.state,
                    known.statement,
                    waiting,
                    before.looks + looks);
        }
    }

    /** What one look says of it. */
    record Seeing(Instant at, SessionLook.Seen session, Duration length, List<Blocker> blockers) {}

    /** The same that has lasted for so long already when it is first seen. */
    SessionEvent lasting(Duration length) {
        return new SessionEvent(
                slot,
                workBegan,
                began,
                firstSeen,
                client,
                state,
                statement,
                lastSeen,
                ended,
                length,
                looks,
                isPartlySeen,
                blockers);
    }

    /** After a further look that saw it. */
    SessionEvent seen(Seeing seeing, boolean isAfterGap) {
        return new SessionEvent(
                slot,
                workBegan,
                began,
                firstSeen,
                seeing.session().client(),
                seeing.session().state(),
                seeing.session().statement(),
                later(lastSeen, seeing.at()),
                null,
                lasted.compareTo(seeing.length()) < 0 ? seeing.length() : lasted,
                looks + 1,
                isPartlySeen || isAfterGap,
                together(blockers, seeing.blockers()));
    }

    /** After the first look that did not see it. */
    SessionEvent over(Instant at, boolean isAfterGap) {
        return new SessionEvent(
                slot,
                workBegan,
                began,
                firstSeen,
                client,
                state,
                statement,
                lastSeen,
                later(lastSeen, at),
                lasted,
                looks,
                isPartlySeen || isAfterGap,
                blockers);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static List<Blocker> together(List<Blocker> before, List<Blocker> now) {
        List<Blocker> all = new ArrayList<>(before);
        for (Blocker blocker : now) {
            int known = indexOf(all, blocker.pid());
            if (known >= 0) {
                all.set(known, blocker.plus(all.get(known)));
            } else if (all.size() < MOST_BLOCKERS) {
                all.add(blocker);
            }
        }
        return all;
    }

    private static int indexOf(List<Blocker> blockers, int pid) {
        for (int i = 0; i < blockers.size(); i++) {
            if (blockers.get(i).pid() == pid) {
                return i;
            }
        }
        return -1;
    }
}
