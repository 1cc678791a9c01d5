package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.CallTimes;
import org.pgwright.workload.LoggedCalls;
import org.pgwright.workload.Percentile.Reason;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hours of one query, with the calls that were logged and those that were counted, and what
 * follows for percentiles. None is told from hours that are not known well enough.
 */
final class LoggedHours {
    /** Counters and log are looked at at different moments; more is no such difference. */
    private static final double DISAGREEMENT = 0.1;

    private static final double MEDIAN = 0.5;
    private static final double P95 = 0.95;
    private static final double P99 = 0.99;
    private static final Duration SLOW = Duration.ofSeconds(1);

    /** Whose calls in which hour. */
    record Key(Instant hour, int node, String database, String role) {}

    private static final class Part {
        private @Nullable CallTimes logged;
        private long calls;
        private boolean isIncomplete;
    }

    private final Map<Key, Part> parts = new HashMap<>();

    /** Adds to what is known already, where those are of several queries. */
    void logged(Key key, CallTimes times) {
        Part part = part(key);
        CallTimes before = part.logged;
        if (before == null) {
            part.logged = times;
        } else {
            before.add(times);
        }
    }

    void counted(Key key, long calls, boolean isIncomplete) {
        Part part = part(key);
        part.calls += calls;
        part.isIncomplete |= isIncomplete;
    }

    private Part part(Key key) {
        return parts.computeIfAbsent(key, k -> new Part());
    }

    /**
     * The percentiles of all calls.
     *
     * @param hours of the log, by node
     * @param current the hour that is not over
     */
    QueryPercentiles percentiles(Map<HourOfNode, LogHour> hours, Instant current) {
        LoggedCalls rule = null;
        for (Key key : parts.keySet()) {
            LogHour hour = hours.get(new HourOfNode(key.hour(), key.node()));
            if (hour == null || !hour.isFollowed()) {
                return QueryPercentiles.unknown(Reason.LOG_NOT_FOLLOWED);
            }
            LoggedCalls here = hour.rule(key.database(), key.role());
            rule = rule == null ? here : rule.and(here);
        }
        if (rule == null) {
            return QueryPercentiles.unknown(Reason.NO_CALLS);
        }
        return rule.reachesAll()
                ? ofEveryCall(rule, hours, current)
                : ofSlowCalls(rule, hours, current);
    }

    /** An hour by its beginning. */
    record HourOfNode(Instant hour, int node) {}

    /** The log tells the number of calls itself; the counters only whether it was all read. */
    private QueryPercentiles ofEveryCall(
            LoggedCalls rule, Map<HourOfNode, LogHour> hours, Instant current) {
        Sum sum = Sum.of(List.copyOf(parts.values()));
        boolean samples = rule.from() == null || !rule.from().isZero();
        if (samples || sum.isIncomplete) {
            for (Key key : parts.keySet()) {
                if (!key.hour().equals(current) && !isWhole(hours, key)) {
                    return QueryPercentiles.unknown(Reason.LOG_NOT_FOLLOWED);
                }
            }
        }
        double difference = Math.abs((double) sum.times.logged() - sum.calls);
        if (!samples && !sum.isIncomplete && difference > DISAGREEMENT * sum.calls) {
            return QueryPercentiles.unknown(Reason.COUNTS_DISAGREE);
        }
        return of(sum.times, rule, null);
    }

    /** Only hours that are over, which log and counters cover alike. */
    private QueryPercentiles ofSlowCalls(
            LoggedCalls rule, Map<HourOfNode, LogHour> hours, Instant current) {
        List<Part> over = new ArrayList<>();
        for (Map.Entry<Key, Part> part : parts.entrySet()) {
            if (part.getKey().hour().equals(current)) {
                continue;
            }
            if (!isWhole(hours, part.getKey())) {
                return QueryPercentiles.unknown(Reason.LOG_NOT_FOLLOWED);
            }
            over.add(part.getValue());
        }
        Sum sum = Sum.of(over);
        if (over.isEmpty() || sum.isIncomplete) {
            return QueryPercentiles.unknown(Reason.CALLS_NOT_KNOWN);
        }
        return of(sum.times, rule, sum.calls);
    }

    private static boolean isWhole(Map<HourOfNode, LogHour> hours, Key key) {
        LogHour hour = hours.get(new HourOfNode(key.hour(), key.node()));
        return hour != null && hour.isWhole();
    }

    private static QueryPercentiles of(CallTimes times, LoggedCalls rule, @Nullable Long calls) {
        return new QueryPercentiles(
                times.at(MEDIAN, rule, calls),
                times.at(P95, rule, calls),
                times.at(P99, rule, calls),
                times.at(1, rule, calls),
                times.countFrom(SLOW, rule));
    }

    private record Sum(CallTimes times, long calls, boolean isIncomplete) {
        private static Sum of(List<Part> parts) {
            CallTimes times = new CallTimes();
            long calls = 0;
            boolean isIncomplete = false;
            for (Part part : parts) {
                if (part.logged != null) {
                    times.add(part.logged);
                }
                calls += part.calls;
                isIncomplete |= part.isIncomplete;
            }
            return new Sum(times, calls, isIncomplete);
        }
    }
}
