package org.pgwright.tuning.change;

import org.pgwright.collector.PlansCollector;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.CapturedPlan;
import org.pgwright.observation.PlanCandidate;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.ChangesReport.PlanUse;
import org.pgwright.repository.Repository;
import org.pgwright.repository.performance.PlanCandidates;
import org.pgwright.repository.performance.Plans;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Prediction.QueryCost;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Has a server plan the statements that a change is made for, before and after it, and keeps the
 * plans, so that both can be shown side by side. Executes none of them. That it cannot be done is
 * told, and no reason not to change.
 */
final class PlansAround {
    private final Repository repository;
    private final InstantSource clock;
    private final PlanCandidates candidates = new PlanCandidates();
    private final Plans plans = new Plans();

    PlansAround(Repository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * Looks at the plans as they are now.
     *
     * @param messages told why they could not be looked at
     * @return empty if none of the statements is known, or safe to be planned; and for statistics,
     *     which no plan names
     */
    Optional<PlanUse> look(
            ChangedDatabase database, KnownStrategy strategy, Consumer<String> messages) {
        Set<String> hashes =
                strategy.prediction().queries().stream()
                        .map(QueryCost::hash)
                        .limit(PlanCandidates.MOST)
                        .collect(Collectors.toSet());
        UUID instance = strategy.scope().instanceId();
        List<PlanCandidate> statements =
                hashes.isEmpty()
                        ? List.of()
                        : repository.inTransaction(
                                jdbc -> candidates.ofHashes(jdbc, instance, hashes));
        if (statements.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<CapturedPlan> found = planned(database, statements);
            keep(instance, found);
            return found.isEmpty() || strategy.object() != ChangedObject.INDEX
                    ? Optional.empty()
                    : Optional.of(use(found, strategy.index()));
        } catch (PgwrightException failure) {
            messages.accept(
                    "the plans of the statements that %s is for could not be looked at: %s"
                            .formatted(strategy.qualifiedIndex(), failure.getMessage()));
            return Optional.empty();
        }
    }

    private static List<CapturedPlan> planned(
            ChangedDatabase database, List<PlanCandidate> statements) {
        try (TargetReader reader = TargetReader.open(database.settings());
                ReadTransaction transaction = reader.begin()) {
            return PlansCollector.read(transaction, statements);
        }
    }

    private void keep(UUID instance, List<CapturedPlan> found) {
        Instant now = clock.instant();
        repository.inTransaction(
                jdbc -> {
                    for (CapturedPlan one : found) {
                        plans.keep(jdbc, instance, one.statementId(), one.plan(), now);
                    }
                    return null;
                });
    }

    private static PlanUse use(List<CapturedPlan> found, String index) {
        long using = found.stream().filter(one -> one.plan().indexes().contains(index)).count();
        return new PlanUse(found.size(), (int) using);
    }
}
