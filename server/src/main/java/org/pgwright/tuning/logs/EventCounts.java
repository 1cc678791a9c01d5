package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LogCaller;
import org.pgwright.observation.LogEventKind;
import org.pgwright.observation.LoggedEvent;
import org.pgwright.observation.LoggedEvent.Amount;
import org.pgwright.observation.LoggedEvent.What;
import org.pgwright.observation.LoggedStatement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Puts the same events of a minute together, also over several batches. What is beyond {@link
 * #MOST} different ones a minute is counted as others, by kind.
 */
final class EventCounts {
    static final int MOST = 1_000;
    private static final String OTHERS = "(others)";

    private record Key(
            Instant minute,
            LogEventKind kind,
            LogCaller caller,
            String hash,
            @Nullable String sqlState,
            String message) {
        private static Key of(Instant minute, What what) {
            LoggedStatement statement = what.statement();
            return new Key(
                    minute,
                    what.kind(),
                    what.caller(),
                    statement == null ? "" : statement.hash(),
                    what.sqlState(),
                    what.message());
        }
    }

    private record Begun(UUID id, Instant at) {}

    private final Supplier<UUID> ids;
    private final Map<Key, Begun> known;
    private final Map<UUID, LoggedEvent> changed = new LinkedHashMap<>();
    private Instant newest;

    EventCounts(Supplier<UUID> ids) {
        this(ids, new HashMap<>(), Instant.MIN);
    }

    private EventCounts(Supplier<UUID> ids, Map<Key, Begun> known, Instant newest) {
        this.ids = ids;
        this.known = known;
        this.newest = newest;
    }

    /** As they are, without what changed. */
    EventCounts copy() {
        return new EventCounts(ids, new HashMap<>(known), newest);
    }

    void add(Instant at, What what, Amount amount, Map<String, Object> details) {
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        if (minute.isAfter(newest)) {
            newest = minute;
            known.keySet().removeIf(k -> k.minute().isBefore(minute.minus(1, ChronoUnit.MINUTES)));
        }
        Key key = Key.of(minute, what);
        What counted = known.containsKey(key) || hasRoom(minute) ? what : others(what);
        Begun begun = known.computeIfAbsent(Key.of(minute, counted), k -> new Begun(ids.get(), at));
        changed.merge(
                begun.id(),
                new LoggedEvent(
                        begun.id(),
                        begun.at(),
                        counted,
                        amount,
                        counted.equals(what) ? details : Map.of()),
                (before, more) -> before.plus(more.amount()));
    }

    private boolean hasRoom(Instant minute) {
        return known.size() < MOST
                || (known.size() < 2 * MOST
                        && known.keySet().stream().filter(k -> k.minute().equals(minute)).count()
                                < MOST);
    }

    private static What others(What what) {
        return new What(what.kind(), new LogCaller("", "", ""), null, null, OTHERS);
    }

    /** What happened since the copy was made. */
    List<LoggedEvent> changed() {
        return List.copyOf(changed.values());
    }
}
