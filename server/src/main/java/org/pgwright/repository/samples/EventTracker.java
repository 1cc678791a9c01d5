package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Session;
import org.pgwright.observation.SessionEventKind;
import org.pgwright.repository.samples.SessionEvent.Blocker;
import org.pgwright.repository.samples.SessionEvent.Seeing;
import org.pgwright.repository.samples.SessionEvent.Slot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes events of what looks at the sessions of one node saw, look by look. The same looks make the
 * same events, in however many parts they come.
 */
final class EventTracker {
    /**
     * Looks come every second; when more than a few are missing, something may have been missed.
     */
    static final Duration GAP = Duration.ofSeconds(5);

    /** Ages are kept in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(2);

    private final EventThresholds thresholds;
    private final Map<Slot, SessionEvent> open = new HashMap<>();
    private final Map<List<Object>, SessionEvent> changed = new LinkedHashMap<>();
    private @Nullable SessionLook previous;

    /**
     * @param open events that were not over
     * @param previous the look before those that come; null if there was none for long
     */
    EventTracker(
            EventThresholds thresholds,
            Collection<SessionEvent> open,
            @Nullable SessionLook previous) {
        this.thresholds = thresholds;
        this.previous = previous;
        open.forEach(event -> this.open.put(event.slot(), event));
    }

    /** Takes a further look. */
    void add(SessionLook look) {
        List.copyOf(open.values()).forEach(event -> goOn(event, look));
        for (SessionLook.Seen session : look.sessions().values()) {
            for (SessionEventKind kind : SessionEventKind.values()) {
                Slot slot = new Slot(kind, session.pid());
                if (!open.containsKey(slot)) {
                    begin(slot, session, look);
                }
            }
        }
        previous = look;
    }

    /** The events that the looks began, went on with or ended. */
    Collection<SessionEvent> changed() {
        return changed.values();
    }

    private void goOn(SessionEvent event, SessionLook look) {
        boolean isAfterGap = isGap(event.lastSeen(), look.takenAt());
        SessionLook.Seen session = look.sessions().get(event.slot().pid());
        Instant began = session == null ? null : workBegan(event.slot().kind(), session, look);
        if (session == null || began == null || !isSame(event.workBegan(), began)) {
            put(event.over(look.takenAt(), isAfterGap));
            open.remove(event.slot());
            return;
        }
        Duration length =
                switch (event.slot().kind()) {
                    case LOCK_WAIT -> Duration.between(event.began(), look.takenAt());
                    case LONG_TRANSACTION, IDLE_IN_TRANSACTION ->
                            Duration.between(began, look.takenAt());
                };
        put(
                event.seen(
                        new Seeing(look.takenAt(), session, length, blockers(event.slot(), look)),
                        isAfterGap));
    }

    private void begin(Slot slot, SessionLook.Seen session, SessionLook look) {
        Instant began = workBegan(slot.kind(), session, look);
        if (began == null) {
            return;
        }
        switch (slot.kind()) {
            case LOCK_WAIT -> beginWait(slot, session, began, look);
            case LONG_TRANSACTION ->
                    beginLong(slot, session, began, look, thresholds.longTransaction());
            case IDLE_IN_TRANSACTION ->
                    beginLong(slot, session, began, look, thresholds.idleInTransaction());
        }
    }

    /** The second look at a wait makes an event of it. */
    private void beginWait(Slot slot, SessionLook.Seen session, Instant began, SessionLook look) {
        SessionLook before = previous;
        SessionLook.Seen then = before == null ? null : before.sessions().get(slot.pid());
        if (before == null || then == null) {
            return;
        }
        Instant thenBegan = workBegan(slot.kind(), then, before);
        if (thenBegan == null || !isSame(thenBegan, began)) {
            return;
        }
        Instant first = before.takenAt();
        Duration length = notNegative(Duration.between(first, look.takenAt()));
        put(
                event(slot, began, first, first, then, blockers(slot, before))
                        .seen(
                                new Seeing(look.takenAt(), session, length, blockers(slot, look)),
                                isGap(first, look.takenAt())));
    }

    private void beginLong(
            Slot slot,
            SessionLook.Seen session,
            Instant began,
            SessionLook look,
            Duration threshold) {
        Duration length = Duration.between(began, look.takenAt());
        if (length.compareTo(threshold) >= 0) {
            SessionEvent event = event(slot, began, began, look.takenAt(), session, List.of());
            put(event.lasting(length));
        }
    }

    private static SessionEvent event(
            Slot slot,
            Instant workBegan,
            Instant began,
            Instant seen,
            SessionLook.Seen session,
            List<Blocker> blockers) {
        return new SessionEvent(
                slot,
                workBegan,
                began,
                seen,
                session.client(),
                session.state(),
                session.statement(),
                seen,
                null,
                Duration.ZERO,
                1,
                false,
                blockers);
    }

    private void put(SessionEvent event) {
        changed.put(List.of(event.slot(), event.firstSeen()), event);
        open.put(event.slot(), event);
    }

    /** Null where a session does not do that. */
    private static @Nullable Instant workBegan(
            SessionEventKind kind, SessionLook.Seen session, SessionLook look) {
        Duration age =
                switch (kind) {
                    case LOCK_WAIT -> session.isWaiting() ? session.queryAge() : null;
                    // The server's own processes have no role; their long work is no neglect.
                    case LONG_TRANSACTION ->
                            session.client().roleName().isEmpty() ? null : session.transactionAge();
                    case IDLE_IN_TRANSACTION ->
                            session.isIdleInTransaction() ? session.queryAge() : null;
                };
        return age == null ? null : look.takenAt().minus(age);
    }

    private static boolean isSame(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(ROUNDING) <= 0;
    }

    /** Also where the server's clock was set back. */
    private static boolean isGap(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.isNegative() || between.compareTo(GAP) > 0;
    }

    private static Duration notNegative(Duration length) {
        return length.isNegative() ? Duration.ZERO : length;
    }

    /** Those that it waits for, and those that they wait for in turn. */
    private static List<Blocker> blockers(Slot slot, SessionLook look) {
        if (slot.kind() != SessionEventKind.LOCK_WAIT) {
            return List.of();
        }
        Set<Integer> found = new LinkedHashSet<>();
        Deque<Integer> next = new ArrayDeque<>(List.of(slot.pid()));
        while (!next.isEmpty()) {
            SessionLook.Seen waiting = look.sessions().get(next.removeFirst());
            if (waiting != null) {
                waiting.blockers().stream().filter(found::add).forEach(next::add);
            }
        }
        found.remove(slot.pid());
        List<Blocker> blockers = new ArrayList<>();
        found.forEach(pid -> blockers.add(blocker(pid, look.sessions().get(pid))));
        return blockers;
    }

    private static Blocker blocker(int pid, SessionLook.@Nullable Seen session) {
        if (session == null) {
            return new Blocker(pid, "", "", "", "", 0, false, 1);
        }
        Session.Client client = session.client();
        return new Blocker(
                pid,
                client.databaseName(),
                client.roleName(),
                client.applicationName(),
                session.state(),
                session.statement(),
                session.isWaiting(),
                1);
    }
}
