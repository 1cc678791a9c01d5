package org.pgwright.web.page;

import org.pgwright.report.QueriesReport;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.workload.Percentile;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** By what queries are sorted on their page, the largest first. */
public enum QueriesSort {
    TOTAL("Total time"),
    MEAN("Mean"),
    P95("P95"),
    CALLS("Calls"),
    ROWS("Rows"),
    READS("Blocks read");

    private final String title;

    QueriesSort(String title) {
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

    Comparator<QueryFigures> order(QueriesReport report) {
        ToDoubleFunction<QueryFigures> figure =
                switch (this) {
                    case TOTAL -> QueryFigures::totalMillis;
                    case MEAN -> QueryFigures::meanMillis;
                    case P95 -> query -> p95(report, query);
                    case CALLS -> query -> (double) query.calls();
                    case ROWS -> query -> (double) query.rows();
                    case READS -> query -> (double) query.blocks().read();
                };
        return Comparator.comparingDouble(figure).reversed().thenComparing(QueryFigures::hash);
    }

    /** Those of which it is not known come last. */
    private static double p95(QueriesReport report, QueryFigures query) {
        Double millis = Words.millis(percentiles(report, query).p95());
        return millis == null ? -1 : millis;
    }

    static QueryPercentiles percentiles(QueriesReport report, QueryFigures query) {
        return report.percentiles()
                .getOrDefault(
                        query.hash(), QueryPercentiles.unknown(Percentile.Reason.LOG_NOT_FOLLOWED));
    }
}
