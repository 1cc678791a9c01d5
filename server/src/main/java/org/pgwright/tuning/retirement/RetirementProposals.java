package org.pgwright.tuning.retirement;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.maintenance.Verdict.Stays;
import org.pgwright.report.RetirementReport;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Proposals;
import org.pgwright.repository.strategy.Proposals.Proposed;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.change.AdvisedProposals;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Proposes to drop indexes, and takes back what was proposed and no longer holds, unless somebody
 * has decided on it.
 */
final class RetirementProposals {
    private final Proposals proposals;
    private final Strategies strategies = new Strategies();

    /**
     * @param ids for strategies and entries of the audit log
     */
    RetirementProposals(Supplier<UUID> ids) {
        this.proposals = new Proposals(ids);
    }

    /**
     * Keeps what was found.
     *
     * @param jdbc within a transaction
     */
    RetirementReport.Outcome keep(
            JdbcClient jdbc, Scope scope, RetirementReport report, Actor actor) {
        List<String> withdrawn = withdraw(jdbc, scope, report, actor);
        List<Proposal> wanted = report.drops().stream().map(RetirementProposals::proposal).toList();
        List<Proposed> proposed = proposals.propose(jdbc, scope, Source.RETIREMENT, wanted, actor);
        int unwanted = (int) proposed.stream().filter(Proposed.Unwanted.class::isInstance).count();
        return new RetirementReport.Outcome(proposed.size() - unwanted, unwanted, withdrawn);
    }

    private List<String> withdraw(
            JdbcClient jdbc, Scope scope, RetirementReport report, Actor actor) {
        Map<QualifiedName, Stays> staying = new HashMap<>();
        report.kept().forEach(stays -> staying.put(stays.index().name(), stays));
        List<String> withdrawn = new ArrayList<>();
        for (KnownStrategy strategy :
                strategies.of(jdbc, scope, EnumSet.of(Status.RETIREMENT_PROPOSED))) {
            Stays stays = staying.get(strategy.qualifiedIndex());
            if (strategy.standing().source() == Source.RETIREMENT
                    && stays != null
                    && speaksAgainst(stays, strategy)) {
                proposals.withdraw(jdbc, scope.instanceId(), strategy.id(), stays.reason(), actor);
                withdrawn.add(strategy.qualifiedIndex().shown());
            }
        }
        return withdrawn;
    }

    /**
     * What is merely not known takes nothing back; neither does use of before it was proposed,
     * which whoever proposed it knew.
     */
    private static boolean speaksAgainst(Stays stays, KnownStrategy strategy) {
        LocalDate proposed = strategy.standing().since().atOffset(ZoneOffset.UTC).toLocalDate();
        return switch (stays.cause()) {
            case NEEDED, PLAN, UNWATCHED, DECIDED -> true;
            case USED -> stays.used() == null || !stays.used().isBefore(proposed);
            case NOT_KNOWN -> false;
        };
    }

    private static Proposal proposal(RetirementReport.Drop drop) {
        Proposal advised = AdvisedProposals.of(drop.change());
        return new Proposal(
                advised.action(),
                advised.table(),
                advised.index(),
                drop.createStatement(),
                advised.form(),
                drop.reason(),
                advised.prediction());
    }
}
