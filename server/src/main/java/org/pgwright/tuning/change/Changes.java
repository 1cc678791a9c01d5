package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeExecutor;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.collector.DatabasesCollector;
import org.pgwright.collector.ServerCollector;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.ChangesReport.PlanUse;
import org.pgwright.report.StrategyReport;
import org.pgwright.repository.DatabaseSeen;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.RegisteredServers;
import org.pgwright.repository.Repository;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.performance.MadeIndexes;
import org.pgwright.repository.proof.Proofs;
import org.pgwright.repository.proof.ProvenChange;
import org.pgwright.repository.proof.WatchedChanges;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.ChangeLease;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Policies;
import org.pgwright.repository.strategy.Proposals;
import org.pgwright.repository.strategy.Proposals.Proposed;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.repository.strategy.StrategyLife;
import org.pgwright.repository.strategy.StrategyStory;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What somebody decides about indexes of databases, and what is done for it. */
public final class Changes {
    private final Repository repository;
    private final InstantSource clock;
    private final Ids ids;
    private final Actor actor;
    private final ChangeExecutor executor;
    private final Strategies strategies = new Strategies();
    private final Policies policies = new Policies();
    private final StrategyLife life;

    /**
     * @param actor who decides
     */
    public Changes(
            Repository repository,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            Actor actor) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
        this.actor = actor;
        this.executor = new ChangeExecutor(repository, ids::next, clock, random);
        this.life = new StrategyLife(ids::next);
    }

    /**
     * Makes a database known to the repository.
     *
     * @param settings lead to it
     * @throws org.pgwright.error.PgwrightException if it cannot be reached
     */
    public ChangedDatabase register(ConnectionSettings settings) {
        try (TargetReader reader = TargetReader.open(settings);
                ReadTransaction transaction = reader.begin()) {
            ServerIdentity identity = ServerCollector.read(transaction);
            DatabaseReadings databases = DatabasesCollector.read(transaction);
            RegisteredNode node =
                    new Instances(repository, clock, ids)
                            .register(ServerSeen.of(settings, reader.role(), identity), null);
            List<DatabaseSeen> seen =
                    databases.databases().stream()
                            .filter(one -> one.name().equals(reader.database()))
                            .map(one -> new DatabaseSeen(one.oid(), one.name()))
                            .toList();
            Map<Long, Integer> numbers =
                    new Instances(repository, clock, ids)
                            .databases(node.instanceId(), seen, databases.takenAt());
            int database = numbers.values().iterator().next();
            return new ChangedDatabase(
                    settings,
                    new Scope(node.instanceId(), database),
                    node.instanceName(),
                    identity.systemIdentifier());
        }
    }

    /** Keeps proposals as strategies; what somebody dismissed stays so unless facts changed. */
    public List<Proposed> propose(
            ChangedDatabase database, Source source, List<Proposal> proposals) {
        return repository.inTransaction(
                jdbc ->
                        new Proposals(ids::next)
                                .propose(jdbc, database.scope(), source, proposals, actor));
    }

    /** The strategy that a person means. */
    public KnownStrategy named(String name) {
        return repository.inTransaction(jdbc -> strategies.named(jdbc, name));
    }

    /** The strategy with an id. */
    public KnownStrategy withId(UUID instance, UUID id) {
        return repository.inTransaction(
                jdbc -> strategies.withId(jdbc, instance, id).orElseThrow());
    }

    /** Those of a database in some statuses, in the order in which they were proposed. */
    public List<KnownStrategy> of(ChangedDatabase database, Collection<Status> statuses) {
        return repository.inTransaction(jdbc -> strategies.of(jdbc, database.scope(), statuses));
    }

    /** Those that are chosen, of all databases. */
    public List<KnownStrategy> list(
            @Nullable String instance, @Nullable String database, Collection<Status> statuses) {
        return repository.inTransaction(
                jdbc -> strategies.list(jdbc, instance, database, statuses));
    }

    /** All that became of the strategy that a person means. */
    public StrategyReport story(String name) {
        return repository.inTransaction(
                jdbc -> {
                    KnownStrategy strategy = strategies.named(jdbc, name);
                    return new StrategyReport(
                            StrategyStory.of(jdbc, strategy),
                            new Proofs().of(jdbc, strategy),
                            new MadeIndexes()
                                    .unused(jdbc, strategy.scope(), clock.instant()).stream()
                                            .filter(one -> isOf(strategy, one))
                                            .findFirst()
                                            .orElse(null));
                });
    }

    private static boolean isOf(KnownStrategy strategy, UnusedSinceMade unused) {
        return unused.made().strategy().equals(strategy.id());
    }

    /**
     * What may be done with a database by itself, and when.
     *
     * @param database null for what holds for databases without a policy of their own
     */
    public Policy policy(UUID instance, @Nullable String database) {
        return repository.inTransaction(
                jdbc -> policies.of(jdbc, instance, database == null ? "" : database));
    }

    /** Changes what may be done by itself, and when. */
    public Policy setPolicy(
            UUID instance, @Nullable String database, UnaryOperator<Policy> change) {
        String name = database == null ? "" : database;
        return repository.inTransaction(
                jdbc -> {
                    Policy policy = change.apply(policies.of(jdbc, instance, name));
                    policies.set(jdbc, instance, name, policy, actor);
                    return policy;
                });
    }

    /** The instance that is meant: the only one, or the one of a name. */
    public WatchedInstance instance(@Nullable String name) {
        return repository.inTransaction(jdbc -> new WatchedInstances().named(jdbc, name));
    }

    /** Whether anything may have to be done or decided without anybody who asks. */
    boolean isAnythingOpen(UUID instance) {
        return repository.inTransaction(
                jdbc ->
                        strategies.isAny(
                                jdbc,
                                instance,
                                EnumSet.complementOf(
                                        EnumSet.of(
                                                Status.EXISTING,
                                                Status.DISMISSED,
                                                Status.KEPT,
                                                Status.ROLLED_BACK,
                                                Status.RETIRED,
                                                Status.GONE))));
    }

    /** What did harm and is to be taken back, as the policies allow. */
    List<KnownStrategy> toTakeBack(UUID instance) {
        return repository.inTransaction(
                jdbc ->
                        new WatchedChanges()
                                .of(jdbc, instance).stream()
                                        .filter(ProvenChange::isToTakeBack)
                                        .map(ProvenChange::strategy)
                                        .toList());
    }

    /** Decides what time and policies decide. */
    void decide(UUID instance) {
        new UnattendedDecisions(repository, ids::next, clock).decide(instance);
    }

    /** What is approved of an instance, in the order in which it was proposed. */
    List<KnownStrategy> doable(UUID instance) {
        return repository.inTransaction(
                jdbc -> strategies.ofInstance(jdbc, instance, Status.doable()));
    }

    /** The databases of an instance in which a change is not settled, by name. */
    List<ChangeJournal.Unsettled> unsettledDatabases(UUID instance) {
        return new ChangeJournal(repository, ids::next, ids.next()).unsettledDatabases(instance);
    }

    /** Now. */
    public Instant now() {
        return clock.instant();
    }

    /** Lets a strategy be done. */
    public KnownStrategy approve(KnownStrategy strategy, @Nullable String why) {
        return decide(strategy, StrategyLife.Step.decided(Status.APPROVED, actor, why));
    }

    /** Writes into the audit log what was found out about a strategy, which stays as it is. */
    public void note(KnownStrategy strategy, String what) {
        UUID instance = strategy.scope().instanceId();
        repository.inTransaction(
                jdbc -> {
                    Status status =
                            strategies
                                    .withId(jdbc, instance, strategy.id())
                                    .orElseThrow()
                                    .standing()
                                    .status();
                    StrategyLife.Step step = StrategyLife.Step.decided(status, actor, what);
                    life.record(jdbc, instance, strategy.id(), status, step);
                    return status;
                });
    }

    /** Takes the right to change indexes from a process that is known to have ended. */
    public void endLease(ChangedDatabase database) {
        ChangeLease.endAny(repository, database.scope().instanceId());
    }

    /** The servers that the repository knows. */
    public List<RegisteredServers.Server> servers() {
        return new RegisteredServers(repository).all();
    }

    /** Has a strategy proposed again after a time. */
    public KnownStrategy defer(KnownStrategy strategy, Duration time, @Nullable String why) {
        Instant until = clock.instant().plus(time);
        return decide(strategy, new StrategyLife.Step(Status.DEFERRED, actor, why, until, null));
    }

    /** Has a strategy not proposed any more until facts change. */
    public KnownStrategy dismiss(KnownStrategy strategy, String why) {
        return decide(strategy, StrategyLife.Step.decided(Status.DISMISSED, actor, why));
    }

    private KnownStrategy decide(KnownStrategy strategy, StrategyLife.Step step) {
        UUID instance = strategy.scope().instanceId();
        return repository.inTransaction(
                jdbc -> {
                    life.move(jdbc, instance, strategy.id(), Status.open(), step);
                    return strategies.withId(jdbc, instance, strategy.id()).orElseThrow();
                });
    }

    /** Looks at the plans of the statements that a strategy is for, and keeps them. */
    Optional<PlanUse> plans(
            ChangedDatabase database, KnownStrategy strategy, Consumer<String> messages) {
        return new PlansAround(repository, clock).look(database, strategy, messages);
    }

    /**
     * Does what an approved strategy wants.
     *
     * @throws org.pgwright.error.PgwrightException if the server cannot be reached, or the
     *     repository fails
     */
    public ChangeEnd apply(
            ChangedDatabase database,
            KnownStrategy strategy,
            ChangeLimits limits,
            EndSignal stop,
            ChangeProgress progress) {
        return executor.apply(target(database, limits), strategy, stop, progress);
    }

    /**
     * Takes back what was done for a strategy.
     *
     * @throws org.pgwright.error.PgwrightException as {@link #apply}
     */
    public ChangeEnd rollBack(
            ChangedDatabase database,
            KnownStrategy strategy,
            ChangeLimits limits,
            EndSignal stop,
            ChangeProgress progress) {
        return executor.rollBack(target(database, limits), strategy, stop, progress);
    }

    /**
     * Settles what a crash left in a database.
     *
     * @throws org.pgwright.error.PgwrightException as {@link #apply}
     */
    public List<ChangeExecutor.Reconciled> reconcile(
            ChangedDatabase database,
            ChangeLimits limits,
            EndSignal stop,
            ChangeProgress progress) {
        return executor.reconcile(target(database, limits), stop, progress);
    }

    /** Whether a process changes indexes of an instance, or was killed a moment ago. */
    boolean isAnyAtWork(UUID instance) {
        return ChangeLease.isHeld(repository, instance);
    }

    private ChangeExecutor.Target target(ChangedDatabase database, ChangeLimits limits) {
        return new ChangeExecutor.Target(database.settings(), database.scope(), limits, actor);
    }
}
