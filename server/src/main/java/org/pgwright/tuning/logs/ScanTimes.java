package org.pgwright.tuning.logs;

import org.pgwright.observation.LoggedScanHour;
import org.pgwright.planner.ExecutedPlan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up how long scans of indexes took in a batch's plans. */
final class ScanTimes {
    /** Of one batch; a log that names more is not taken at its word. */
    private static final int MOST = 10_000;

    private static final double MICROS_A_MILLI = 1e3;
    private static final double MOST_SCANS = 1e15;

    private final Map<LoggedScanHour.Key, double[]> sums = new HashMap<>();

    /** A plan whose times were not taken tells nothing. */
    void add(ExecutedPlan plan, Instant at, String database) {
        Instant hour = at.truncatedTo(ChronoUnit.HOURS);
        plan.visit(node -> count(node, hour, database));
    }

    private void count(ExecutedPlan node, Instant hour, String database) {
        ExecutedPlan.Actual actual = node.actual();
        String index = node.index();
        if (index == null || actual == null || actual.totalMillis() == null) {
            return;
        }
        LoggedScanHour.Key key = new LoggedScanHour.Key(hour, database, LogTexts.name(index));
        if (actual.loops() > 0 && (sums.size() < MOST || sums.containsKey(key))) {
            double[] sum = sums.computeIfAbsent(key, one -> new double[2]);
            sum[0] += actual.loops();
            sum[1] += actual.loops() * actual.totalMillis() * MICROS_A_MILLI;
        }
    }

    List<LoggedScanHour> hours() {
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue()[0] < MOST_SCANS && sum.getValue()[1] < MOST_SCANS)
                .map(
                        sum ->
                                new LoggedScanHour(
                                        sum.getKey(),
                                        Math.round(sum.getValue()[0]),
                                        Math.round(sum.getValue()[1])))
                .toList();
    }
}
