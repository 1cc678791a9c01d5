package org.pgwright.tuning.rehearsal;

import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.postgres.ExecutedPlanJson;
import org.pgwright.rehearsal.Runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs texts in rounds, so that what disturbs the server for a moment does not hit all runs of one:
 * one round to warm the caches, then those that count. A text gets no further run once its runs
 * together took as long as one may take.
 */
final class Rounds {
    private static final double NANOS_A_MILLI = 1e6;

    private final StagingSession session;
    private final Duration timeout;
    private final EndSignal stop;
    private final ChangeProgress progress;

    Rounds(StagingSession session, Duration timeout, EndSignal stop, ChangeProgress progress) {
        this.session = session;
        this.timeout = timeout;
        this.stop = stop;
        this.progress = progress;
    }

    /** What is known of a text so far. */
    private static final class Course {
        private final List<Double> millis = new ArrayList<>();
        private String plan = "";
        private double spent;
        private Runs ended = new Runs.Failed("it did not run");
        private boolean isOver;

        private void end(Runs runs) {
            ended = runs;
            isOver = true;
        }

        private Runs runs() {
            return isOver || millis.isEmpty()
                    ? ended
                    : new Runs.Measured(millis, ExecutedPlanJson.read(plan));
        }
    }

    /**
     * Runs each.
     *
     * @param what for people
     * @param runs of each, at least 1
     * @return of each text; empty if somebody wants the rehearsal to end
     */
    Map<PlannableStatement, Runs> run(String what, List<PlannableStatement> texts, int runs) {
        Map<PlannableStatement, Course> courses = new LinkedHashMap<>();
        texts.forEach(text -> courses.put(text, new Course()));
        long done = 0;
        long total = (long) texts.size() * (runs + 1);
        for (int round = 0; round <= runs; round++) {
            for (Map.Entry<PlannableStatement, Course> each : courses.entrySet()) {
                progress.step(what, done++, total);
                run(each.getKey(), each.getValue(), round == 0);
                if (stop.isGiven()) {
                    return Map.of();
                }
            }
        }
        Map<PlannableStatement, Runs> ended = new LinkedHashMap<>();
        courses.forEach((text, course) -> ended.put(text, course.runs()));
        return ended;
    }

    private void run(PlannableStatement text, Course course, boolean isWarming) {
        boolean isSpent = course.spent >= timeout.toNanos() / NANOS_A_MILLI;
        if (course.isOver || (isSpent && !course.millis.isEmpty())) {
            return;
        }
        switch (session.run(text)) {
            case StagingSession.Ran.Done done -> {
                course.spent += done.millis();
                if (!isWarming) {
                    course.millis.add(done.millis());
                    course.plan = done.json();
                }
            }
            case StagingSession.Ran.TimedOut late -> course.end(new Runs.TimedOut(timeout));
            case StagingSession.Ran.Refused refused ->
                    course.end(new Runs.Failed(refused.reason()));
            case StagingSession.Ran.Stopped stopped -> {
                // The caller sees the signal.
            }
        }
    }
}
