package org.pgwright.tuning.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * When the tasks of each database are due, spread evenly over their rhythms. Knows no clock: times
 * are those of System.nanoTime(), and are given.
 *
 * <p>Of a database that is new, the first task is due at once, the others within the rhythm of the
 * first. Later each comes in its own rhythm, or early by less than that of the first, where its
 * database has a turn anyway.
 */
final class Timetable {
    /** Multiples of it, less their whole part, lie evenly between 0 and 1, however many. */
    private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

    private final Function<String, List<Task>> tasks;
    private final Map<String, List<Entry>> entries = new HashMap<>();
    private int numbered;

    /** A task of a database. */
    static final class Entry {
        private final Task task;
        private final double phase;
        private final long early;
        private long at;
        private boolean isNew = true;

        /**
         * @param phase where in its rhythm the database has its place, from 0 to below 1
         * @param early how much it may come early to share a connection
         */
        private Entry(Task task, double phase, long early, long at) {
            this.task = task;
            this.phase = phase;
            this.early = early;
            this.at = at;
        }

        Task task() {
            return task;
        }

        private boolean mayCome(long now) {
            return at - now <= 0 || (!isNew && at - now < early);
        }

        private long every() {
            return task.every().toNanos();
        }

        /** From the second time on, databases have their places in the rhythm. */
        private void moveOn(long now) {
            long missed = Math.max(0, now - at) / every();
            long place = isNew && phase > 0 ? (long) (phase * every()) : every();
            at += missed * every() + place;
            at = at - now > 0 ? at : at + every();
            isNew = false;
        }
    }

    /**
     * What is to be done in a database.
     *
     * @param entries at least one
     */
    record Turn(String database, List<Entry> entries) {
        Turn {
            entries = List.copyOf(entries);
        }
    }

    /**
     * @param tasks what to do in a database again and again, at least one; asked once for each
     */
    Timetable(Function<String, List<Task>> tasks) {
        this.tasks = tasks;
    }

    /** Takes up databases that are new, and forgets those that are gone. */
    void know(Set<String> databases, long now) {
        entries.keySet().retainAll(databases);
        databases.stream()
                .sorted()
                .filter(database -> !entries.containsKey(database))
                .forEach(database -> entries.put(database, entriesOf(database, now)));
    }

    private List<Entry> entriesOf(String database, long now) {
        double phase = numbered++ * GOLDEN_RATIO % 1;
        List<Task> wanted = tasks.apply(database);
        long first = wanted.getFirst().every().toNanos();
        List<Entry> made = new ArrayList<>();
        for (Task task : wanted) {
            long early = Math.min(first, task.every().toNanos() / 2);
            long wait = made.isEmpty() ? 0 : (long) (phase * first);
            made.add(new Entry(task, phase, early, now + wait));
        }
        return made;
    }

    /** How long until something is due, at most as long as given. */
    Duration pause(long now, Duration longest) {
        long wait = longest.toNanos();
        for (List<Entry> ofOne : entries.values()) {
            wait = Math.min(wait, earliest(ofOne) - now);
        }
        return Duration.ofNanos(Math.max(0, wait));
    }

    /** The database that has waited longest, with all that is due in it about now. */
    Optional<Turn> turn(long now) {
        return entries.entrySet().stream()
                .filter(of -> earliest(of.getValue()) - now <= 0)
                .min(Comparator.comparingLong(of -> earliest(of.getValue()) - now))
                .map(of -> new Turn(of.getKey(), about(of.getValue(), now)));
    }

    private static long earliest(List<Entry> ofOne) {
        return ofOne.stream().map(entry -> entry.at).min(Timetable::order).orElseThrow();
    }

    /** Such times may overflow, so that only their difference says which is earlier. */
    private static int order(long one, long other) {
        return Long.signum(one - other);
    }

    private static List<Entry> about(List<Entry> ofOne, long now) {
        return ofOne.stream().filter(entry -> entry.mayCome(now)).toList();
    }

    /** The first task of each database, as it counts, and those that had no turn yet. */
    List<Turn> last() {
        List<Turn> turns = new ArrayList<>();
        entries.forEach(
                (database, ofOne) ->
                        turns.add(
                                new Turn(
                                        database,
                                        ofOne.stream()
                                                .filter(e -> e.isNew || e == ofOne.getFirst())
                                                .toList())));
        return turns;
    }

    /** Notes that a task had its turn. */
    void had(Entry entry, long now) {
        entry.moveOn(now);
    }

    /** Notes that the rest of a turn could not be: it comes a rhythm of the first task later. */
    void missed(Turn turn, long now) {
        List<Entry> ofOne = entries.getOrDefault(turn.database(), List.of());
        turn.entries().stream()
                .filter(entry -> entry.at - now <= 0)
                .forEach(entry -> entry.at = now + ofOne.getFirst().every());
    }
}
