package org.pgwright.tuning.watch;

import org.pgwright.tuning.watch.Looker.Outcome;
import org.pgwright.tuning.watch.Timetable.Turn;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks into the databases of a server one after another, with one connection at a time that is
 * closed before the next is opened, spread evenly over the time that a round may take. Each
 * database has several tasks, each with a rhythm of its own; those that are due at about the same
 * time share a connection.
 */
final class DatabaseRound implements Runnable {
    /** How soon new databases are noticed, and the first after the start. */
    private static final Duration LOOK_OUT = Duration.ofSeconds(1);

    private final Supplier<Set<String>> databases;
    private final Function<String, Looker> lookers;
    private final Timetable timetable;
    private final Stop stop;

    /**
     * @param databases those to look into, by name, at any moment
     * @param lookers makes one for a database
     * @param tasks what to do in a database, what counts first: that is done once more at the end
     */
    DatabaseRound(
            Supplier<Set<String>> databases,
            Function<String, Looker> lookers,
            Function<String, List<Task>> tasks,
            Stop stop) {
        this.databases = databases;
        this.lookers = lookers;
        this.timetable = new Timetable(tasks);
        this.stop = stop;
    }

    @Override
    public void run() {
        while (!stop.within(pause())) {
            timetable.turn(System.nanoTime()).ifPresent(this::look);
        }
        timetable.know(databases.get(), System.nanoTime());
        long end = System.nanoTime() + Stop.FAREWELL.toNanos();
        for (Turn turn : timetable.last()) {
            if (System.nanoTime() - end < 0) {
                look(turn);
            }
        }
    }

    private Duration pause() {
        long now = System.nanoTime();
        timetable.know(databases.get(), now);
        return timetable.pause(now, LOOK_OUT);
    }

    /** Where the database cannot be reached, the other tasks are not tried. */
    private void look(Turn turn) {
        try (Looker looker = lookers.apply(turn.database())) {
            for (Timetable.Entry entry : turn.entries()) {
                boolean reached = looker.perform(entry.task()) != Outcome.NOT_REACHED;
                timetable.had(entry, System.nanoTime());
                if (!reached) {
                    break;
                }
            }
        }
        timetable.missed(turn, System.nanoTime());
    }
}
