package org.pgwright.demo;

import org.pgwright.report.TextTable;
import org.pgwright.report.TextTable.Align;

import java.util.Map;

/** Shows the times of a workload. */
final class WorkloadText {
    private static final String ALL = "all";

    private WorkloadText() {}

    private static TextTable table(String... figures) {
        TextTable table = new TextTable().column("query", Align.LEFT);
        for (String figure : figures) {
            table.column(figure, Align.RIGHT);
        }
        return table;
    }

    private static String shown(TextTable table) {
        return String.join("\n", table.lines("  ", Integer.MAX_VALUE));
    }

    /** Of one run. */
    static String of(WorkloadTimes times) {
        TextTable table = table("calls", "mean", "P50", "P99", "total");
        times.byQuery().forEach((name, latencies) -> table.row(row(name, latencies)));
        table.rule();
        table.row(row(ALL, times.all()));
        return shown(table);
    }

    private static String[] row(String name, Latencies times) {
        return new String[] {
            name,
            Shown.count(times.calls()),
            Shown.duration(times.mean()),
            Shown.duration(times.percentile(50)),
            Shown.duration(times.percentile(99)),
            Shown.duration(times.total())
        };
    }

    /** Of two runs of the same workload. */
    static String compared(WorkloadTimes before, WorkloadTimes after) {
        TextTable table = table("P50 before", "after", "P99 before", "after", "mean");
        for (Map.Entry<String, Latencies> query : before.byQuery().entrySet()) {
            Latencies now = after.byQuery().get(query.getKey());
            if (now != null) {
                table.row(compared(query.getKey(), query.getValue(), now));
            }
        }
        table.rule();
        table.row(compared(ALL, before.all(), after.all()));
        return shown(table);
    }

    private static String[] compared(String name, Latencies before, Latencies after) {
        return new String[] {
            name,
            Shown.duration(before.percentile(50)),
            Shown.duration(after.percentile(50)),
            Shown.duration(before.percentile(99)),
            Shown.duration(after.percentile(99)),
            Shown.change(before.mean().toNanos(), after.mean().toNanos())
        };
    }
}
