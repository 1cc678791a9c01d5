package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.Finding;
import org.pgwright.report.IndexesReport;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.KnownFinding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An index as pages show it.
 *
 * @param mark what matters most about it, in a word; empty for nothing
 * @param reasons why something should be done about it, or may not be
 */
public record IndexView(IndexFigures figures, String mark, List<String> reasons) {
    public IndexView {
        reasons = List.copyOf(reasons);
    }

    /** Which indexes are shown. */
    public enum Show {
        ALL("All"),
        UNUSED("Unused on all nodes"),
        DUPLICATE("Duplicate or redundant"),
        INVALID("Invalid");

        private final String title;

        Show(String title) {
            this.title = title;
        }

        /** As people read it. */
        public String title() {
            return title;
        }

        /** As addresses have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** By what indexes are sorted, the largest first. */
    public enum Sort {
        SIZE("Size"),
        SCANS("Scans"),
        BLOAT("Bloat"),
        WRITES("Rows written");

        private final String title;

        Sort(String title) {
            this.title = title;
        }

        /** As people read it. */
        public String title() {
            return title;
        }

        /** As addresses have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Comparator<IndexView> order() {
            Comparator<IndexView> smallest =
                    Comparator.comparingLong(
                            view ->
                                    switch (this) {
                                        case SIZE -> orNothing(view.figures().bytes());
                                        case SCANS -> view.figures().scans();
                                        case BLOAT -> orNothing(view.figures().size().bloatBytes());
                                        case WRITES -> view.figures().tableWrites();
                                    });
            return smallest.reversed().thenComparing(view -> view.figures().name());
        }

        private static long orNothing(@Nullable Long value) {
            return value == null ? -1 : value;
        }
    }

    static IndexView of(IndexFigures index, List<KnownFinding> findings) {
        List<String> reasons = new ArrayList<>();
        findings.stream()
                .filter(known -> known.isOf(index))
                .map(known -> known.finding().detail())
                .forEach(reasons::add);
        IndexFigures.Drop drop = index.drop();
        if (drop != null) {
            reasons.add(drop.reason());
        }
        List<KnownFinding> ofIndexes =
                findings.stream()
                        .filter(
                                known ->
                                        known.finding().kind()
                                                != Finding.Kind.FOREIGN_KEY_WITHOUT_INDEX)
                        .toList();
        return new IndexView(index, IndexesReport.mark(index, ofIndexes), reasons);
    }

    boolean is(Show show) {
        return switch (show) {
            case ALL -> true;
            case UNUSED -> mark.equals("unused");
            case DUPLICATE -> mark.equals("duplicate") || mark.equals("redundant");
            case INVALID -> mark.equals("invalid");
        };
    }

    /** Whether something should be done about it. */
    public boolean isWrong() {
        return is(Show.UNUSED) || is(Show.DUPLICATE) || is(Show.INVALID);
    }
}
