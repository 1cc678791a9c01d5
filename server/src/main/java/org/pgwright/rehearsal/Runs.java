package org.pgwright.rehearsal;

import org.pgwright.planner.ExecutedPlan;

import java.time.Duration;
import java.util.List;

/** How one text of a statement ran with the indexes as they were at a time. */
public sealed interface Runs {
    /**
     * It ran.
     *
     * @param millis of each run but the first, which warms the caches; at least one
     * @param plan of the last run, with what was measured; holds values
     */
    record Measured(List<Double> millis, ExecutedPlan plan) implements Runs {
        public Measured {
            millis = millis.stream().sorted().toList();
            if (millis.isEmpty()) {
                throw new IllegalArgumentException("nothing was measured");
            }
        }

        /** The middle one; of two middle ones their mean. */
        public double median() {
            int half = millis.size() / 2;
            return millis.size() % 2 == 1
                    ? millis.get(half)
                    : (millis.get(half - 1) + millis.get(half)) / 2;
        }

        /** The shortest time. */
        public double fastest() {
            return millis.getFirst();
        }

        /** The longest time. */
        public double slowest() {
            return millis.getLast();
        }
    }

    /** It took longer than it was given. */
    record TimedOut(Duration limit) implements Runs {}

    /**
     * The server refused it.
     *
     * @param reason in the server's words
     */
    record Failed(String reason) implements Runs {}
}
