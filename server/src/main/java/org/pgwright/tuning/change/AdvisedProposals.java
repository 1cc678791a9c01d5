package org.pgwright.tuning.change;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.catalog.Index;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;

import java.util.ArrayList;
import java.util.List;

/** Makes proposals of advice. */
public final class AdvisedProposals {
    private AdvisedProposals() {}

    /** Those to make first, since what is to be dropped may need them. */
    public static List<Proposal> of(Advice advice) {
        List<Proposal> proposals = new ArrayList<>(created(advice));
        advice.statisticsObjects().forEach(made -> proposals.add(of(made)));
        advice.changes().forEach(change -> proposals.add(of(change)));
        return proposals;
    }

    /** Only those to make. */
    public static List<Proposal> created(Advice advice) {
        return advice.recommendations().stream().map(AdvisedProposals::proposal).toList();
    }

    private static Proposal proposal(Recommendation made) {
        return new Proposal(
                Action.CREATE,
                made.index().table(),
                made.name(),
                made.definition(),
                new Proposal.Form(
                        made.index().method(),
                        made.index().columns(),
                        made.index().include(),
                        made.index().predicate()),
                made.reason(),
                new Prediction(
                        made.size().count(),
                        made.gain(),
                        made.upkeep(),
                        100 * made.writeOverhead(),
                        made.queries().stream().map(AdvisedProposals::cost).toList()));
    }

    private static Proposal of(StatisticsObject made) {
        return new Proposal(
                Action.CREATE,
                made.table(),
                made.name(),
                made.definition(),
                Proposal.Form.ofStatistics(made.columns()),
                made.reason(),
                new Prediction(
                        0,
                        0,
                        0,
                        0,
                        made.queries().stream()
                                .map(
                                        query ->
                                                new Prediction.QueryCost(
                                                        query.hash(),
                                                        query.costBefore(),
                                                        query.costAfter(),
                                                        query.calls()))
                                .toList()));
    }

    /** That of a change of an index that there is. */
    public static Proposal of(IndexChange change) {
        Index index = change.index();
        return new Proposal(
                change.action() == IndexChange.Action.DROP ? Action.DROP : Action.REINDEX,
                index.table(),
                index.name().name(),
                index.definition(),
                new Proposal.Form(
                        index.method(),
                        index.keys().stream().map(Index.Key::expression).toList(),
                        index.include(),
                        index.predicate()),
                change.reason(),
                new Prediction(
                        change.freed().count(),
                        0 - change.effects().stream().mapToDouble(Effect::added).sum(),
                        0 - change.upkeep(),
                        0 - 100 * change.writeShare(),
                        change.effects().stream().map(AdvisedProposals::cost).toList()));
    }

    private static Prediction.QueryCost cost(QueryCost served) {
        return new Prediction.QueryCost(
                served.hash(), served.costBefore(), served.costAfter(), served.calls());
    }

    private static Prediction.QueryCost cost(Effect effect) {
        return new Prediction.QueryCost(
                effect.hash(), effect.costWith(), effect.costWithout(), effect.calls());
    }
}
