package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.Repository;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Policies;
import org.pgwright.repository.strategy.Setbacks;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.repository.strategy.StrategyLife;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Decides what time and policies decide: proposes again what was deferred, approves what is within
 * the limits, schedules what waits for a maintenance window. Never touches a server, and never
 * decides on what people brought in a file.
 */
final class UnattendedDecisions {
    private static final Set<Status> OPEN =
            EnumSet.of(
                    Status.DEFERRED,
                    Status.PROPOSED,
                    Status.RETIREMENT_PROPOSED,
                    Status.APPROVED,
                    Status.SCHEDULED);

    /** Those that pgwright came to by itself. */
    private static final Set<Source> OWN = EnumSet.of(Source.ADVICE, Source.RETIREMENT);

    private final Repository repository;
    private final InstantSource clock;
    private final StrategyLife life;
    private final Strategies strategies = new Strategies();
    private final Policies policies = new Policies();
    private final Setbacks setbacks = new Setbacks();

    /**
     * @param ids for entries of the audit log
     */
    UnattendedDecisions(Repository repository, Supplier<UUID> ids, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
        this.life = new StrategyLife(ids);
    }

    /**
     * Decides about the strategies of an instance.
     *
     * @throws org.pgwright.error.PgwrightException if the repository fails
     */
    void decide(UUID instance) {
        repository.inTransaction(
                jdbc -> {
                    Map<String, Policy> known = new HashMap<>();
                    for (KnownStrategy strategy : strategies.ofInstance(jdbc, instance, OPEN)) {
                        Policy policy =
                                known.computeIfAbsent(
                                        strategy.databaseName(),
                                        database -> policies.of(jdbc, instance, database));
                        decision(jdbc, strategy, policy)
                                .ifPresent(
                                        step ->
                                                life.moveUnlessMoved(
                                                        jdbc,
                                                        instance,
                                                        strategy.id(),
                                                        strategy.standing().status(),
                                                        step));
                    }
                    return null;
                });
    }

    private Optional<StrategyLife.Step> decision(
            JdbcClient jdbc, KnownStrategy strategy, Policy policy) {
        return switch (strategy.standing().status()) {
            case DEFERRED -> due(strategy);
            case PROPOSED, RETIREMENT_PROPOSED -> approval(jdbc, strategy, policy);
            case APPROVED -> scheduling(policy);
            case SCHEDULED -> unscheduling(policy);
            case EXISTING, DISMISSED, BUILDING, WATCHED, KEPT, ROLLED_BACK, RETIRED, GONE ->
                    Optional.empty();
        };
    }

    private Optional<StrategyLife.Step> due(KnownStrategy strategy) {
        Instant until = strategy.standing().deferredUntil();
        if (until == null || clock.instant().isBefore(until)) {
            return Optional.empty();
        }
        boolean isDrop = strategy.action() == Action.DROP;
        return step(
                isDrop ? Status.RETIREMENT_PROPOSED : Status.PROPOSED,
                "the time is over for which it was deferred");
    }

    private Optional<StrategyLife.Step> approval(
            JdbcClient jdbc, KnownStrategy strategy, Policy policy) {
        Action action = strategy.action();
        boolean isAllowed =
                action != null
                        && OWN.contains(strategy.standing().source())
                        && policy.refusal(action, strategy.table(), strategy.prediction()).isEmpty()
                        && setbacks.of(jdbc, strategy).isEmpty();
        return isAllowed
                ? step(Status.APPROVED, "by the policy, as it is within its limits")
                : Optional.empty();
    }

    private Optional<StrategyLife.Step> scheduling(Policy policy) {
        Instant now = clock.instant();
        return policy.unattended().applies() && !policy.isOpen(now)
                ? policy.next(now)
                        .flatMap(
                                opening ->
                                        step(
                                                Status.SCHEDULED,
                                                "for the maintenance window that begins at "
                                                        + opening))
                : Optional.empty();
    }

    private static Optional<StrategyLife.Step> unscheduling(Policy policy) {
        return policy.unattended().applies()
                ? Optional.empty()
                : step(Status.APPROVED, "the policy does nothing by itself any more");
    }

    private static Optional<StrategyLife.Step> step(Status to, @Nullable String why) {
        return Optional.of(StrategyLife.Step.decided(to, Actor.LOCAL, why));
    }
}
