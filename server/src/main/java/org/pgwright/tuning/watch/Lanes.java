package org.pgwright.tuning.watch;

import org.pgwright.error.Defect;
import org.pgwright.repository.samples.CollectorRuns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs lanes, each on a thread of its own. One that a defect of ours ends is told of, counted as a
 * failure and begun again, more and more seldom.
 */
final class Lanes {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Duration firstPause;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param firstPause after a defect, doubled each time
     */
    Lanes(Duration firstPause) {
        this.firstPause = firstPause;
    }

    /** Runs a lane until it ends of itself, or the stop comes. */
    void start(Runnable lane, CollectorHealth health, Stop stop) {
        threads.add(Thread.ofVirtual().start(() -> run(lane, health, stop)));
    }

    private void run(Runnable lane, CollectorHealth health, Stop stop) {
        Duration pause = firstPause;
        while (!isDone(lane, health) && !stop.within(pause)) {
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }

    /** Whatever it is: nobody else would hear of it. */
    private static boolean isDone(Runnable lane, CollectorHealth health) {
        try {
            lane.run();
            return true;
        } catch (Throwable defect) {
            health.add(
                    new CollectorRuns.Subject("collecting", ""),
                    Duration.ZERO,
                    Defect.shown(defect));
            return false;
        }
    }

    /** Waits until all have ended. */
    void await() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
