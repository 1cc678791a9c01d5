package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How the collectors of a node did since this was asked last. */
final class CollectorHealth {
    /** Which collector, in which database; empty for the whole server. */
    record Subject(String collector, String databaseName) implements Comparable<Subject> {
        @Override
        public int compareTo(Subject other) {
            int order = collector.compareTo(other.collector);
            return order == 0 ? databaseName.compareTo(other.databaseName) : order;
        }
    }

    /**
     * How one did.
     *
     * @param lastFailure in words; null for none
     */
    record Runs(
            Subject subject,
            int runs,
            int failures,
            Duration total,
            Duration longest,
            @Nullable String lastFailure) {
        private Runs and(Duration took, @Nullable String failure) {
            return new Runs(
                    subject,
                    runs + 1,
                    failures + (failure == null ? 0 : 1),
                    total.plus(took),
                    longest.compareTo(took) > 0 ? longest : took,
                    failure == null ? lastFailure : failure);
        }
    }

    private final TreeMap<Subject, Runs> runs = new TreeMap<>();

    synchronized void add(Subject subject, Duration took, @Nullable String failure) {
        Runs none = new Runs(subject, 0, 0, Duration.ZERO, Duration.ZERO, null);
        runs.merge(subject, none.and(took, failure), (old, fresh) -> old.and(took, failure));
    }

    /** What was not given out yet. */
    synchronized List<Runs> take() {
        List<Runs> taken = new ArrayList<>(runs.values());
        runs.clear();
        return taken;
    }
}
