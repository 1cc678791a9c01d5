package org.pgwright.demo;

import java.util.List;
import java.util.Map;

/** Shows the times of a workload. */
final class WorkloadText {
    private static final String ALL = "all";

    private WorkloadText() {}

    /** Of one run. */
    static String of(WorkloadTimes times) {
        TextTable table = new TextTable("query", "calls", "mean", "P50", "P99", "total");
        times.byQuery().forEach((name, latencies) -> table.add(row(name, latencies)));
        table.separate();
        table.add(row(ALL, times.all()));
        return table.shown();
    }

    private static List<String> row(String name, Latencies times) {
        return List.of(
                name,
                Shown.count(times.calls()),
                Shown.duration(times.mean()),
                Shown.duration(times.percentile(50)),
                Shown.duration(times.percentile(99)),
                Shown.duration(times.total()));
    }

    /** Of two runs of the same workload. */
    static String compared(WorkloadTimes before, WorkloadTimes after) {
        TextTable table =
                new TextTable("query", "P50 before", "after", "P99 before", "after", "mean");
        for (Map.Entry<String, Latencies> query : before.byQuery().entrySet()) {
            Latencies now = after.byQuery().get(query.getKey());
            if (now != null) {
                table.add(compared(query.getKey(), query.getValue(), now));
            }
        }
        table.separate();
        table.add(compared(ALL, before.all(), after.all()));
        return table.shown();
    }

    private static List<String> compared(String name, Latencies before, Latencies after) {
        return List.of(
                name,
                Shown.duration(before.percentile(50)),
                Shown.duration(after.percentile(50)),
                Shown.duration(before.percentile(99)),
                Shown.duration(after.percentile(99)),
                Shown.change(before.mean().toNanos(), after.mean().toNanos()));
    }
}
