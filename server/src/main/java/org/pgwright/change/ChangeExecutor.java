package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.StatisticsStatement;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.repository.Repository;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.ChangeLease;
import org.pgwright.repository.strategy.ChangeSteps;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes, drops and rebuilds indexes on a monitored server, beside what applications do; makes and
 * drops extended statistics in the same way.
 *
 * <p>Whatever happens to it, to the server or to the repository, an index is in the end there and
 * valid or not there, statistics are there and filled or not there, and the journal says which:
 * what is intended is written before it is done, and what was left open is settled when {@link
 * #reconcile} is called next, by this or another process. It never drops what it was not told to
 * drop and did not make, and holds up no session of an application for longer than the lock
 * timeout.
 */
public final class ChangeExecutor {
    /** As long as a process that was killed holds the lease, and a moment. */
    private static final Duration PATIENCE = ChangeLease.TIME.plusSeconds(5);

    private static final Duration PROBE = Duration.ofMillis(500);

    private final Repository repository;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param ids for changes and entries of the audit log
     * @param random for pauses that no two processes share
     */
    public ChangeExecutor(
            Repository repository,
            Supplier<UUID> ids,
            InstantSource clock,
            RandomGenerator random) {
        this.repository = repository;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Where and how to change.
     *
     * @param settings lead to a database of a primary, without a pooler
     * @param scope the same database in the repository
     */
    public record Target(
            ConnectionSettings settings, Scope scope, ChangeLimits limits, Actor actor) {}

    /**
     * Does what an approved strategy wants.
     *
     * @throws PgwrightException if the server cannot be reached, or the repository fails; what was
     *     begun is then settled by {@link #reconcile}
     */
    public ChangeEnd apply(
            Target target, KnownStrategy strategy, EndSignal stop, ChangeProgress progress) {
        Action action = strategy.action();
        if (action == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "nothing is wanted of the " + strategy.subject(),
                    "pgwright strategy list shows what is proposed");
        }
        if (action == Action.REINDEX && strategy.object() == ChangedObject.STATISTICS) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the %s cannot be built anew".formatted(strategy.subject()),
                    "run ANALYZE, which brings them up to date");
        }
        return with(
                target, Duration.ZERO, stop, progress, work -> work.begin(strategy, action, false));
    }

    /**
     * Takes back what was done for a strategy: drops what was made, or makes again what was
     * dropped.
     *
     * @throws PgwrightException as {@link #apply}
     */
    public ChangeEnd rollBack(
            Target target, KnownStrategy strategy, EndSignal stop, ChangeProgress progress) {
        Action done = strategy.action();
        if (done == null || done == Action.REINDEX) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "there is nothing to take back of the " + strategy.subject(),
                    "only what was made or dropped can be rolled back");
        }
        Action opposite = done == Action.CREATE ? Action.DROP : Action.CREATE;
        return with(
                target,
                Duration.ZERO,
                stop,
                progress,
                work -> work.begin(strategy, opposite, true));
    }

    /** A change that was not settled, and what became of it. */
    public record Reconciled(JournalledChange change, ChangeEnd end) {}

    /**
     * Settles what a crash left in a database: sees what the server has, goes on with what can go
     * on, and removes what cannot. Waits for a process that was killed a moment ago to lose its
     * lease.
     *
     * @return what was not settled before; all of it unsettled if another process is at work
     * @throws PgwrightException as {@link #apply}
     */
    public List<Reconciled> reconcile(Target target, EndSignal stop, ChangeProgress progress) {
        List<JournalledChange> left =
                new ChangeJournal(repository, ids, ids.get()).unsettled(target.scope());
        if (left.isEmpty()) {
            return List.of();
        }
        List<Reconciled> reconciled = new ArrayList<>();
        ChangeEnd end =
                with(
                        target,
                        PATIENCE,
                        stop,
                        progress,
                        work -> {
                            reconciled.addAll(work.reconcile());
                            return new ChangeEnd.Unneeded(0);
                        });
        return end instanceof ChangeEnd.Postponed busy
                ? left.stream()
                        .map(
                                change ->
                                        new Reconciled(
                                                change,
                                                new ChangeEnd.Unsettled(
                                                        busy.obstacles().getFirst())))
                        .toList()
                : reconciled;
    }

    private interface Job {
        ChangeEnd run(ChangeWork work) throws SQLException;
    }

    /**
     * @param patience how long to wait for another process to end
     */
    private ChangeEnd with(
            Target target, Duration patience, EndSignal stop, ChangeProgress progress, Job job) {
        ChangeLease lease = new ChangeLease(repository, ids.get());
        UUID instance = target.scope().instanceId();
        if (!isTaken(lease, instance, patience, stop)) {
            return new ChangeEnd.Postponed(
                    List.of(
                            "another pgwright changes indexes of this server; wait until it has"
                                    + " ended"));
        }
        LeaseKeeper keeper = new LeaseKeeper(lease, instance, progress);
        try (ChangeSession session = ChangeSession.open(target.settings())) {
            ChangeWork work =
                    new ChangeWork(
                            target,
                            session,
                            new ChangeWork.Journals(
                                    new ChangeJournal(repository, ids, lease.holder()),
                                    new ChangeSteps(repository)),
                            () -> stop.isGiven() || keeper.isLost(),
                            new ChangeWork.Surroundings(clock, random, progress));
            return run(work, job);
        } finally {
            keeper.close();
        }
    }

    private static boolean isTaken(
            ChangeLease lease, UUID instance, Duration patience, EndSignal stop) {
        long begin = System.nanoTime();
        boolean isTaken = lease.take(instance);
        while (!isTaken && System.nanoTime() - begin < patience.toNanos() && !stop.within(PROBE)) {
            isTaken = lease.take(instance);
        }
        return isTaken;
    }

    private static ChangeEnd run(ChangeWork work, Job job) {
        try {
            return job.run(work);
        } catch (SQLException failure) {
            throw ServerFailure.of("changing indexes or statistics", Deadlines.SESSION, failure);
        }
    }

    /** The statement that makes statistics. */
    static StatisticsStatement.Create statistics(@Nullable String sql) {
        return StatisticsStatement.readCreate(sql == null ? "" : sql)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "this does not make statistics: " + sql,
                                        "give a CREATE STATISTICS statement"));
    }

    /** The statement that makes an index. */
    static IndexStatement.Create definition(@Nullable String sql) {
        return IndexStatement.read(sql == null ? "" : sql)
                .filter(IndexStatement.Create.class::isInstance)
                .map(IndexStatement.Create.class::cast)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "this does not make an index: " + sql,
                                        "give a CREATE INDEX statement"));
    }
}
