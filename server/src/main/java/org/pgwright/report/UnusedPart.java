package org.pgwright.report;

import org.pgwright.maintenance.MadeIndex;
import org.pgwright.maintenance.UnusedSinceMade;

import java.util.ArrayList;
import java.util.List;

/** An index that nothing has used since pgwright made it, as programs read it. */
record UnusedPart(
        String strategy,
        String database,
        String schema,
        String index,
        String made,
        boolean needless,
        String reason,
        List<String> remarks) {
    static UnusedPart of(UnusedSinceMade unused) {
        MadeIndex made = unused.made();
        return new UnusedPart(
                made.strategy().toString(),
                made.database(),
                made.index().schema(),
                made.index().name(),
                made.made().toString(),
                unused.isNeedless(),
                unused.reason(),
                unused.remarks());
    }

    /** For people. */
    static String sentence(UnusedSinceMade unused) {
        List<String> parts = new ArrayList<>(List.of(unused.reason()));
        parts.addAll(unused.remarks());
        return String.join("; ", parts);
    }

    /** For people, a paragraph each. */
    static List<String> lines(List<UnusedSinceMade> all, Layout layout) {
        List<String> lines = new ArrayList<>();
        for (UnusedSinceMade unused : all) {
            MadeIndex made = unused.made();
            String said =
                    "unused since it was made, %s %s: %s"
                            .formatted(made.database(), made.index().shown(), sentence(unused));
            lines.add("");
            lines.addAll(Words.wrapped(Words.oneLine(said), "", layout.columns()));
        }
        return lines;
    }
}
