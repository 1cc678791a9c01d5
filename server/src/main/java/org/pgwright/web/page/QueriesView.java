package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.PercentileWords;
import org.pgwright.report.QueriesReport;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.web.figures.QueryMarks;
import org.pgwright.workload.Percentile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Queries as their page shows them.
 *
 * @param shown the first of those that were asked for
 * @param found how many were asked for
 */
public record QueriesView(
        QueriesReport report,
        QueryMarks marks,
        Choice choice,
        List<QueryFigures> shown,
        int found) {
    public QueriesView {
        shown = List.copyOf(shown);
    }

    /** Which queries are shown. */
    public enum Show {
        ALL("All"),
        NEW("New"),
        SLOWER("Slower");

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

    /**
     * What was chosen on the page.
     *
     * @param search a part of the text, or the beginning of a hash; empty for all
     * @param most how many to show
     */
    public record Choice(QueriesSort sort, Show show, String search, int most) {}

    static QueriesView of(QueriesReport report, QueryMarks marks, Choice choice) {
        String wanted = choice.search().strip().toLowerCase(Locale.ROOT);
        List<QueryFigures> found =
                report.queries().stream()
                        .filter(query -> isShown(query.hash(), marks, choice.show()))
                        .filter(query -> isFound(query, wanted))
                        .sorted(choice.sort().order(report))
                        .toList();
        return new QueriesView(
                report,
                marks,
                choice,
                found.subList(0, Math.min(choice.most(), found.size())),
                found.size());
    }

    private static boolean isShown(String hash, QueryMarks marks, Show show) {
        return switch (show) {
            case ALL -> true;
            case NEW -> marks.fresh().contains(hash);
            case SLOWER -> marks.isWorse(hash);
        };
    }

    private static boolean isFound(QueryFigures query, String wanted) {
        return wanted.isEmpty()
                || query.pattern().toLowerCase(Locale.ROOT).contains(wanted)
                || query.hash().startsWith(wanted);
    }

    /** The time that 95 of 100 calls took at the most; a dash where that is not known. */
    public String p95(QueryFigures query) {
        return Words.time(QueriesSort.percentiles(report, query).p95());
    }

    /** Why it is not known; null where it is. */
    public @Nullable String whyNoP95(QueryFigures query) {
        return QueriesSort.percentiles(report, query).p95() instanceof Percentile.Unknown unknown
                ? PercentileWords.why(unknown.reason())
                : null;
    }

    /** Of how many of those shown it is not known, by the reason. */
    public Map<String, Integer> missing() {
        Map<String, Integer> missing = new TreeMap<>();
        for (QueryFigures query : shown) {
            String why = whyNoP95(query);
            if (why != null) {
                missing.merge(why, 1, Integer::sum);
            }
        }
        return missing;
    }

    /** Whether one is shown of which more may have happened than was seen. */
    public boolean isIncomplete() {
        return shown.stream().anyMatch(QueryFigures::isIncomplete);
    }
}
