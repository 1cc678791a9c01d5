package org.pgwright.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long calls took, as a client saw it. */
public final class Latencies {
    private final List<Duration> sorted;

    public Latencies(List<Duration> calls) {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("no calls");
        }
        sorted = calls.stream().sorted().toList();
    }

    /** Those of several together. */
    public static Latencies of(List<Latencies> parts) {
        List<Duration> calls = new ArrayList<>();
        parts.forEach(part -> calls.addAll(part.sorted));
        return new Latencies(calls);
    }

    public int calls() {
        return sorted.size();
    }

    public Duration total() {
        return sorted.stream().reduce(Duration.ZERO, Duration::plus);
    }

    public Duration mean() {
        return total().dividedBy(calls());
    }

    /**
     * The latency that the given share of the calls did not exceed (nearest rank).
     *
     * @param percent over 0 to 100
     */
    public Duration percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("not a percentile: " + percent);
        }
        return sorted.get(Math.ceilDiv(calls() * percent, 100) - 1);
    }
}
