package org.pgwright.benchmarks.writes;

import org.pgwright.benchmarks.MarkdownTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Shows what was predicted beside what was measured, sets first. */
public final class WriteTable {
    /** The target: how far a set's prediction may be off, as a share of what was measured. */
    private static final double TOLERANCE = 0.25;

    private final List<String> writes;

    private WriteTable(List<String> writes) {
        this.writes = List.copyOf(writes);
    }

    /**
     * @param results without indexes first
     * @param writes names in order
     */
    public static String of(List<WriteResult> results, List<String> writes) {
        return new WriteTable(writes).shown(results);
    }

    private String shown(List<WriteResult> results) {
        List<String> header =
                new ArrayList<>(
                        List.of("added write time", "predicted", "measured", "median", "ratio"));
        writes.forEach(write -> header.add(write + ", µs"));
        writes.forEach(write -> header.add("predicted / measured"));
        MarkdownTable table = new MarkdownTable(header);
        results.stream().filter(r -> r.set().several()).forEach(r -> table.add(row(r)));
        results.stream().filter(r -> !r.set().several()).forEach(r -> table.add(row(r)));
        return table.shown();
    }

    private List<String> row(WriteResult result) {
        boolean none = result.set().indexes().isEmpty();
        List<String> cells = new ArrayList<>(List.of(result.set().name()));
        cells.add(none ? "" : percent(result.set().predicted()));
        cells.add(none ? "" : percent(result.added().lowest()));
        cells.add(none ? "" : percent(result.added().median()));
        cells.add(none ? "" : ratio(result));
        for (String write : writes) {
            cells.add(
                    String.format(
                            Locale.ROOT,
                            "%.1f",
                            Objects.requireNonNull(result.micros().get(write)).lowest()));
        }
        for (String write : writes) {
            cells.add(none ? "" : ofEach(result, write));
        }
        return cells;
    }

    /** Bold where a set misses the target. */
    private static String ratio(WriteResult result) {
        String shown = String.format(Locale.ROOT, "%.2f", result.besideMeasured());
        boolean missed = Math.abs(result.besideMeasured() - 1) > TOLERANCE;
        return missed && result.set().several() ? "**" + shown + "**" : shown;
    }

    private static String ofEach(WriteResult result, String write) {
        return percent(result.set().predictedOfEach().getOrDefault(write, Double.NaN))
                + " / "
                + percent(Objects.requireNonNull(result.addedOfEach().get(write)).lowest());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
