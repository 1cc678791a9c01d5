package org.pgwright.report;

import org.pgwright.log.ErrorTotals;
import org.pgwright.log.LogSummary;
import org.pgwright.log.QueryTotals;
import org.pgwright.log.SlowCall;
import org.pgwright.log.SlowPlan;
import org.pgwright.log.VacuumTotals;

import java.util.Comparator;
import java.util.List;

/**
 * What server logs tell.
 *
 * @param sources files in the order in which they were read, with their forms
 * @param top how many of each to show
 */
public record LogReport(List<String> sources, LogSummary summary, int top) implements Report {
    public LogReport {
        sources = List.copyOf(sources);
    }

    @Override
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

    /** The slowest single calls. */
    List<SlowCall> slowestCalls() {
        return summary.slowestCalls().stream().limit(top).toList();
    }

    /** The slowest plans, one of a query. */
    List<SlowPlan> slowestPlans() {
        return summary.slowestPlans().stream().limit(top).toList();
    }

    /** The most frequent errors. */
    List<ErrorTotals> errors() {
        return summary.errors().stream()
                .sorted(
                        Comparator.comparingLong(ErrorTotals::count)
                                .reversed()
                                .thenComparing(ErrorTotals::sqlState)
                                .thenComparing(ErrorTotals::message))
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
