package org.pgwright.tuning.watch;

import org.pgwright.tuning.watch.Looker.Outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Does tasks one after another over one long-lived connection, each when it is due. */
final class Lane implements Runnable {
    /** After a failure of the connection, doubled each time. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Looker looker;
    private final Stop stop;
    private final List<Due> tasks = new ArrayList<>();
    private Duration pause = FIRST_PAUSE;

    /** A task and when it is due, by the clock of System.nanoTime(). */
    private static final class Due {
        private final Task task;
        private long at;

        private Due(Task task, long at) {
            this.task = task;
            this.at = at;
        }
    }

    /**
     * @param looker closed at the end
     */
    Lane(Looker looker, List<Task> tasks, Stop stop) {
        this.looker = looker;
        this.stop = stop;
        long now = System.nanoTime();
        tasks.forEach(task -> this.tasks.add(new Due(task, now)));
    }

    /** Works until the stop, and then looks once more, so that what happened until then counts. */
    @Override
    public void run() {
        try (looker) {
            Due next = next();
            while (!stop.within(Duration.ofNanos(next.at - System.nanoTime()))) {
                perform(next);
                next = next();
            }
            lookOnceMore();
        }
    }

    /** As long as it is quick: the next start counts what this end does not. */
    private void lookOnceMore() {
        long end = System.nanoTime() + Stop.FAREWELL.toNanos();
        for (Due due : tasks) {
            if (System.nanoTime() - end < 0) {
                looker.perform(due.task);
            }
        }
    }

    private Due next() {
        Due next = tasks.getFirst();
        for (Due due : tasks) {
            next = due.at - next.at < 0 ? due : next;
        }
        return next;
    }

    private void perform(Due due) {
        boolean reached = looker.perform(due.task) != Outcome.NOT_REACHED;
        long every = due.task.every().toNanos();
        long now = System.nanoTime();
        due.at += (Math.max(0, now - due.at) / every + 1) * every;
        if (reached) {
            pause = FIRST_PAUSE;
            return;
        }
        due.at = Math.max(due.at, now + pause.toNanos());
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
}
