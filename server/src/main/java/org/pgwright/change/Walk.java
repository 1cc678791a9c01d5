package org.pgwright.change;

import org.pgwright.error.PgwrightException;
import org.pgwright.repository.strategy.ChangeSteps.Backend;
import org.pgwright.repository.strategy.JournalledChange;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Follows a course to its end, again and again where others are in the way. */
final class Walk {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** For a server that restarts, or recovers from a crash. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PROBE = Duration.ofMillis(500);

    private final ChangeSession session;
    private final StepRun steps;
    private final Guard guard;
    private final ChangeLimits limits;
    private final Predicate<Duration> pause;
    private final RandomGenerator random;

    /**
     * @param pause waits; false if the change is to end
     */
    Walk(
            ChangeSession session,
            StepRun steps,
            Guard guard,
            ChangeLimits limits,
            Predicate<Duration> pause,
            RandomGenerator random) {
        this.session = session;
        this.steps = steps;
        this.guard = guard;
        this.limits = limits;
        this.pause = pause;
        this.random = random;
    }

    /** Where a walk ended. */
    sealed interface Ending {
        /**
         * All is as wanted.
         *
         * @param steps how many it took
         */
        record Arrived(int steps) implements Ending {}

        /** A step did not succeed. */
        record Halted(StepEnd end) implements Ending {}
    }

    /**
     * Follows the course.
     *
     * @param isCleaning whether it removes what is left of a change
     * @throws PgwrightException if the repository fails
     * @throws SQLException if the server cannot be looked at
     */
    Ending along(Course course, JournalledChange change, boolean isCleaning) throws SQLException {
        int blocked = 0;
        Step before = null;
        for (int taken = 0; ; taken++) {
            Optional<Step> next = course.next(tree(change));
            if (next.isEmpty()) {
                return new Ending.Arrived(taken);
            }
            Step step = next.get();
            if (step.equals(before)) {
                return new Ending.Halted(
                        new StepEnd.Failed(null, "it is not there after: " + step.shown()));
            }
            StepEnd end = steps.run(change, step, guard, isCleaning);
            before = end instanceof StepEnd.Done ? step : null;
            if (end instanceof StepEnd.Blocked) {
                blocked++;
                if (blocked == limits.attempts() || !pause.test(pauseAfter(blocked))) {
                    return new Ending.Halted(end);
                }
            } else if (!(end instanceof StepEnd.Done)) {
                return new Ending.Halted(end);
            }
        }
    }

    TableTree tree(JournalledChange change) throws SQLException {
        return TableTree.of(session.connection(), change);
    }

    /**
     * After the connection was lost: connects again, and waits until the server has ended what it
     * did for us.
     *
     * @return false if the server stays away or still works on it
     */
    boolean recovered(List<Backend> backends) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean isOpen = false;
        while (System.nanoTime() - end < 0) {
            try {
                if (!isOpen) {
                    session.reopen();
                    isOpen = true;
                }
                if (!isAnyAtWork(backends)) {
                    return true;
                }
            } catch (PgwrightException | SQLException away) {
                isOpen = false;
            }
            if (!pause.test(PROBE)) {
                return false;
            }
        }
        return false;
    }

    boolean isAnyAtWork(List<Backend> backends) throws SQLException {
        for (Backend backend : backends) {
            if (!backend.equals(session.backend()) && session.isAtWork(backend)) {
                return true;
            }
        }
        return false;
    }

    /** Longer each time, and never the same for two that wait for each other. */
    private Duration pauseAfter(int times) {
        Duration longest = limits.lockTimeout().multipliedBy(1L << Math.min(times, 10));
        long millis =
                longest.compareTo(LONGEST_PAUSE) < 0
                        ? longest.toMillis()
                        : LONGEST_PAUSE.toMillis();
        return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
    }
}
