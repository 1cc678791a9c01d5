package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LogSummary;
import org.pgwright.log.QueryTotals;
import org.pgwright.log.VacuumTotals;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What server logs tell.
 *
 * @param sources files in the order in which they were read, with their forms
 * @param thresholdMillis log_min_duration_statement as the user knows it; null if unknown
 * @param top how many of each to show
 */
public record LogReport(
        List<String> sources, LogSummary summary, @Nullable Double thresholdMillis, int top) {
    public LogReport {
        sources = List.copyOf(sources);
    }

    /** The report in a form, in text that ends with a line feed. */
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> new LogText(this, layout).render();
            case JSON -> LogJson.render(this);
        };
    }

    /** The first queries of an order; the same log gives the same order. */
    List<QueryTotals> queries(Comparator<QueryTotals> order) {
        return summary.queries().stream()
                .filter(query -> !query.isOurs())
                .sorted(order.reversed().thenComparing(QueryTotals::hash))
                .limit(top)
                .toList();
    }

    /** The most frequent errors. */
    List<Map.Entry<LogSummary.ErrorKind, Long>> errors() {
        Comparator<Map.Entry<LogSummary.ErrorKind, Long>> order =
                Map.Entry.comparingByValue(Comparator.reverseOrder());
        return summary.errors().entrySet().stream()
                .sorted(order.thenComparing(error -> error.getKey().toString()))
                .limit(top)
                .toList();
    }

    /** The tables that took autovacuum longest. */
    List<VacuumTotals> vacuums() {
        Comparator<VacuumTotals> order =
                Comparator.comparingDouble(table -> table.vacuumSeconds() + table.analyzeSeconds());
        return summary.vacuums().stream()
                .sorted(order.reversed().thenComparing(VacuumTotals::table))
                .limit(top)
                .toList();
    }
}
