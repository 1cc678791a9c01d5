package org.pgwright.tuning.watch;

import org.pgwright.tuning.change.UnattendedChanges;

import java.time.Duration;

/**
 * Changes indexes of a server as its policies allow, for as long as it is the primary and this
 * process collects from it. A build may take hours, and holds nothing else up.
 */
final class ChangeLane implements Runnable {
    private final NodeWatch watch;
    private final UnattendedChanges changes;
    private final Chores chores;
    private final Duration every;
    private final Stop stop;
    private boolean wasDue;

    /**
     * @param every from the end of one round to the next
     * @param stop breaks off what is at work
     */
    ChangeLane(
            NodeWatch watch, UnattendedChanges changes, Chores chores, Duration every, Stop stop) {
        this.watch = watch;
        this.changes = changes;
        this.chores = chores;
        this.every = every;
        this.stop = stop;
    }

    @Override
    public void run() {
        while (!stop.within(every)) {
            chores.reached(this::look);
        }
    }

    /** Once more after the last work, so that what could not be done is not told for ever. */
    private void look() {
        boolean isDue = changes.isDue();
        if ((isDue || wasDue) && watch.isOurPrimary()) {
            chores.perform(
                    "unattended_changes", () -> changes.round(watch.settings(), stop.signal()));
        }
        wasDue = isDue;
    }
}
