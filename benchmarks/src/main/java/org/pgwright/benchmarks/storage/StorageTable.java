package org.pgwright.benchmarks.storage;

import org.pgwright.benchmarks.MarkdownTable;
import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The table of {@code storage}: a column for each workload. */
final class StorageTable {
    private static final double MILLION = 1e6;
    private static final double WORTH_A_LINE = 0.5;

    /** By then everything that is kept is there. */
    private static final Duration ALL = Duration.ofDays(400);

    private StorageTable() {}

    static String of(List<StorageResult> results) {
        List<String> header = new ArrayList<>(List.of("", "target"));
        results.forEach(result -> header.add(result.behaviour().word()));
        MarkdownTable table = new MarkdownTable(header);
        add(
                table,
                results,
                "bytes a statement sample",
                "",
                r -> String.format(Locale.ROOT, "%.1f", r.bytesPerSample()));
        add(
                table,
                results,
                "a month of a database",
                "< 5,000 MB",
                r -> shown(r.after(StorageResult.MONTH)));
        for (String name : results.getFirst().sizes().keySet()) {
            if (results.stream().anyMatch(r -> megabytes(month(r, name)) >= WORTH_A_LINE)) {
                add(table, results, name, "", r -> shown(month(r, name)));
            }
        }
        add(table, results, "all that is ever kept of it", "", r -> shown(r.after(ALL)));
        return table.shown();
    }

    private static Bytes month(StorageResult result, String table) {
        return result.after(StorageResult.MONTH, table);
    }

    private static void add(
            MarkdownTable table,
            List<StorageResult> results,
            String name,
            String target,
            Function<StorageResult, String> cell) {
        List<String> cells = new ArrayList<>(List.of(name, target));
        results.forEach(result -> cells.add(cell.apply(result)));
        table.add(cells);
    }

    private static String shown(Bytes bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", megabytes(bytes));
    }

    private static double megabytes(Bytes bytes) {
        return bytes.count() / MILLION;
    }
}
