package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.MarkdownTable;

import java.util.List;
import java.util.Locale;

/** The table of {@code collect-truth}. */
final class TruthOfCounts {
    private static final double PERCENT = 100;

    private TruthOfCounts() {}

    static String table(CollectTruth.Result result) {
        MarkdownTable table =
                new MarkdownTable(
                        List.of("", "that did something", "figures", "differing", "largest"));
        for (Comparison one : result.comparisons()) {
            table.add(
                    List.of(
                            one.kind(),
                            "%,d".formatted(one.things()),
                            "%,d".formatted(one.figures()),
                            "%,d".formatted(one.differing()),
                            largest(one)));
        }
        return table.shown()
                + "\n%,d s, %,d transactions of TPC-B; %,d samples say that they may lack something; %,d hours were summed up.\n"
                        .formatted(
                                result.worked().toSeconds(),
                                result.transactions(),
                                result.withGaps(),
                                result.hours())
                + String.join("\n", result.messages());
    }

    private static String largest(Comparison one) {
        return one.differing() == 0
                ? "none"
                : String.format(
                        Locale.ROOT, "%.4f %% (%s)", one.largest() * PERCENT, one.example());
    }
}
