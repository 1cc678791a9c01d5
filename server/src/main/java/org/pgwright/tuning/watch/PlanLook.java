package org.pgwright.tuning.watch;

import org.pgwright.collector.PlansCollector;
import org.pgwright.observation.CapturedPlan;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.PlanCandidate;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.repository.performance.PlanCandidates;
import org.pgwright.repository.performance.Plans;
import org.pgwright.repository.samples.Keeper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Has the dearest statements of a database planned, of which no plan is known from a log. What
 * could not be planned is not tried again for a day: each failure is an error in the server's log.
 */
final class PlanLook implements Task.Look {
    /** Some more than a round, so that none falls between two. */
    private static final Duration DEAREST_IN = Duration.ofHours(2);

    private static final Duration TRIED = Duration.ofDays(1);

    private final Keeper keeper;
    private final NodeKey node;
    private final String database;
    private final BooleanSupplier isPrimary;
    private final InstantSource clock;
    private final PlanCandidates candidates = new PlanCandidates();
    private final Plans plans = new Plans();
    private final Map<Integer, Instant> tried = new HashMap<>();

    /**
     * @param isPrimary a replica cannot plan changes, and its plans are the primary's
     */
    PlanLook(
            Keeper keeper,
            NodeKey node,
            String database,
            BooleanSupplier isPrimary,
            InstantSource clock) {
        this.keeper = keeper;
        this.node = node;
        this.database = database;
        this.isPrimary = isPrimary;
        this.clock = clock;
    }

    @Override
    public Runnable read(ReadTransaction transaction) {
        Instant now = clock.instant();
        tried.values().removeIf(at -> at.isBefore(now.minus(TRIED)));
        if (!isPrimary.getAsBoolean()) {
            return () -> {};
        }
        List<PlanCandidate> dearest =
                keeper.read(
                        jdbc ->
                                candidates.dearest(
                                        jdbc,
                                        node,
                                        database,
                                        now.minus(DEAREST_IN),
                                        tried.keySet()));
        dearest.forEach(candidate -> tried.put(candidate.statementId(), now));
        List<CapturedPlan> found = PlansCollector.read(transaction, dearest);
        return found.isEmpty() ? () -> {} : () -> keep(found, now);
    }

    private void keep(List<CapturedPlan> found, Instant now) {
        keeper.write(
                node,
                jdbc -> {
                    for (CapturedPlan captured : found) {
                        plans.keep(
                                jdbc,
                                node.instanceId(),
                                captured.statementId(),
                                captured.plan(),
                                now);
                    }
                    return null;
                });
    }
}
