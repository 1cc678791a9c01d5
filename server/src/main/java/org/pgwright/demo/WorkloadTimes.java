package org.pgwright.demo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of the workload took.
 *
 * @param byQuery by the names of the queries, in the order of the workload
 */
public record WorkloadTimes(Map<String, Latencies> byQuery) {
    public WorkloadTimes {
        byQuery = Collections.unmodifiableMap(new LinkedHashMap<>(byQuery));
    }

    /** Of all calls together. */
    public Latencies all() {
        return Latencies.of(List.copyOf(byQuery.values()));
    }
}
