package org.pgwright.web.page;

import org.pgwright.catalog.Bytes;
import org.pgwright.report.StrategiesReport;
import org.pgwright.report.Words;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Status;

import java.util.List;

/**
 * A strategy as a page shows it.
 *
 * @param subject what it is about
 * @param statement what it would run
 * @param size of the index; empty where that is not known
 * @param canDecide whether it can be approved, put off or dismissed
 * @param canApply whether it can be done
 * @param canRollBack whether it can be taken back
 */
public record StrategyView(
        String id,
        String database,
        String action,
        String subject,
        String statement,
        String reason,
        String size,
        String status,
        String since,
        boolean canDecide,
        boolean canApply,
        boolean canRollBack,
        List<Served> served) {
    public StrategyView {
        served = List.copyOf(served);
    }

    /**
     * A statement that it is for.
     *
     * @param cost of one call, before and after
     */
    public record Served(String hash, String cost, String calls) {}

    private static final int MOST = 5;

    static StrategyView of(KnownStrategy strategy) {
        Status status = strategy.standing().status();
        Action action = strategy.action();
        return new StrategyView(
                strategy.id().toString(),
                strategy.databaseName(),
                action == null ? "" : action.label(),
                strategy.shownOnTable(),
                StrategiesReport.statement(strategy),
                strategy.reason(),
                new Bytes(strategy.prediction().bytes()).toString(),
                status.shown(),
                Words.second(strategy.standing().since()),
                Status.open().contains(status),
                Status.doable().contains(status) || Status.open().contains(status),
                Status.revocable().contains(status),
                strategy.prediction().queries().stream()
                        .limit(MOST)
                        .map(StrategyView::served)
                        .toList());
    }

    private static Served served(Prediction.QueryCost query) {
        return new Served(
                query.hash(),
                Words.whole(Math.round(query.costBefore()))
                        + " to "
                        + Words.whole(Math.round(query.costAfter())),
                Words.whole(Math.round(query.calls())));
    }
}
