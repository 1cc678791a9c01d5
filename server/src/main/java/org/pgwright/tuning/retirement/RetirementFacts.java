package org.pgwright.tuning.retirement;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.maintenance.IndexUse;
import org.pgwright.maintenance.MadeIndex;
import org.pgwright.maintenance.WatchedServers;
import org.pgwright.repository.figures.KeptWorkload;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.figures.Window;
import org.pgwright.repository.performance.IndexUses;
import org.pgwright.repository.performance.MadeIndexes;
import org.pgwright.repository.performance.WatchedNodes;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Policies;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Status;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the repository knows of a database, as far as it tells whether indexes are needed.
 *
 * @param scope null for a database that it does not know
 * @param servers null for one that is not watched
 * @param made indexes that pgwright made
 * @param ownTables those of the repository itself, which are left alone
 * @param strategies that somebody has decided on, or could
 * @param workload what ran in the last 95 days
 */
record RetirementFacts(
        @Nullable Scope scope,
        Policy policy,
        @Nullable WatchedServers servers,
        Map<QualifiedName, IndexUse> uses,
        List<MadeIndex> made,
        Set<QualifiedName> ownTables,
        List<KnownStrategy> strategies,
        Workload workload) {
    /** Jobs that run once a quarter have had their turn. */
    private static final Duration QUARTER = Duration.ofDays(95);

    /** So that the last look is within the window. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static final Set<Status> OPEN =
            EnumSet.of(
                    Status.PROPOSED,
                    Status.APPROVED,
                    Status.DEFERRED,
                    Status.SCHEDULED,
                    Status.BUILDING,
                    Status.WATCHED,
                    Status.ROLLED_BACK,
                    Status.RETIREMENT_PROPOSED);

    RetirementFacts {
        uses = Map.copyOf(uses);
        made = List.copyOf(made);
        ownTables = Set.copyOf(ownTables);
        strategies = List.copyOf(strategies);
    }

    /**
     * Reads them.
     *
     * @param withValues whether texts with values are wanted where they are kept
     */
    static RetirementFacts read(
            JdbcClient jdbc,
            String systemIdentifier,
            String database,
            Instant now,
            boolean withValues) {
        Optional<WatchedInstance> instance =
                new WatchedInstances().ofSystem(jdbc, systemIdentifier);
        OptionalInt number =
                instance.map(one -> new KeptWorkload().database(jdbc, one.instanceId(), database))
                        .orElse(OptionalInt.empty());
        if (number.isEmpty()) {
            return new RetirementFacts(
                    null,
                    Policy.NONE,
                    null,
                    Map.of(),
                    List.of(),
                    Set.of(),
                    List.of(),
                    Workload.NONE);
        }
        WatchedInstance found = instance.orElseThrow();
        Scope scope = new Scope(found.instanceId(), number.getAsInt());
        Instant to = found.now().plus(MOMENT);
        Window window = new Window(scope.instanceId(), to.minus(QUARTER), to);
        Map<QualifiedName, IndexUse> uses = new IndexUses().of(jdbc, scope, now);
        return new RetirementFacts(
                scope,
                new Policies().of(jdbc, scope.instanceId(), database),
                new WatchedNodes().of(jdbc, scope, now).orElse(null),
                uses,
                new MadeIndexes().of(jdbc, scope, uses, now),
                new IndexUses().ownTables(jdbc, scope),
                new Strategies().of(jdbc, scope, OPEN),
                new KeptWorkload()
                        .read(jdbc, window, scope.databaseId(), withValues, RetirementFacts::any));
    }

    private static boolean any(Statement statement) {
        return statement.calls() > 0;
    }

    /** Indexes of which somebody has decided what is to become of them, in words. */
    Map<QualifiedName, String> decided(Instant now) {
        Map<QualifiedName, String> decided = new HashMap<>();
        for (KnownStrategy strategy : strategies) {
            decision(strategy, now)
                    .ifPresent(words -> decided.put(strategy.qualifiedIndex(), words));
        }
        return decided;
    }

    private static Optional<String> decision(KnownStrategy strategy, Instant now) {
        Action action = strategy.action();
        if (action == null) {
            return Optional.empty();
        }
        Instant since = strategy.standing().since();
        String id = strategy.shortId();
        return switch (strategy.standing().status()) {
            case APPROVED, SCHEDULED, BUILDING ->
                    Optional.of(
                            "to %s it is %s (strategy %s)"
                                    .formatted(
                                            action.label(),
                                            strategy.standing().status().shown(),
                                            id));
            case WATCHED ->
                    Optional.of(
                            "what it does to have it %s is being measured (strategy %s)"
                                    .formatted(done(action), id));
            case PROPOSED, DEFERRED ->
                    action == Action.DROP
                            ? Optional.empty()
                            : Optional.of(
                                    "to %s it is %s (strategy %s): decide on that first"
                                            .formatted(
                                                    action.label(),
                                                    strategy.standing().status().shown(),
                                                    id));
            case ROLLED_BACK ->
                    action == Action.DROP && now.isBefore(since.plus(QUARTER))
                            ? Optional.of(
                                    "it was dropped, and made again on %s (strategy %s)"
                                            .formatted(
                                                    since.atOffset(ZoneOffset.UTC).toLocalDate(),
                                                    id))
                            : Optional.empty();
            case EXISTING, DISMISSED, KEPT, RETIREMENT_PROPOSED, RETIRED, GONE -> Optional.empty();
        };
    }

    private static String done(Action action) {
        return switch (action) {
            case CREATE -> "made";
            case DROP -> "dropped";
            case REINDEX -> "built anew";
        };
    }
}
