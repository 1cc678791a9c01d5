package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.ChangeSteps;
import org.pgwright.repository.strategy.ChangeSteps.Backend;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The work on a server's indexes and statistics, by the one process that may do it. */
final class ChangeWork {
    /** Longer than the server needs to notice that a client is gone. */
    private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(15);

    private static final Duration PROBE = Duration.ofMillis(200);

    /** How soon a pause notices that the change is to end. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final ChangeExecutor.Target target;
    private final ChangeSession session;
    private final ChangeJournal journal;
    private final ChangeSteps steps;
    private final Settling settling;
    private final BooleanSupplier unwanted;
    private final Surroundings surroundings;

    /** What it is in. */
    record Surroundings(InstantSource clock, RandomGenerator random, ChangeProgress progress) {}

    /** Where it is written down. */
    record Journals(ChangeJournal changes, ChangeSteps steps) {}

    ChangeWork(
            ChangeExecutor.Target target,
            ChangeSession session,
            Journals journals,
            BooleanSupplier unwanted,
            Surroundings surroundings) {
        this.target = target;
        this.session = session;
        this.journal = journals.changes();
        this.steps = journals.steps();
        this.settling = new Settling(journal, target.actor());
        this.unwanted = unwanted;
        this.surroundings = surroundings;
    }

    /**
     * Begins a change, after what is not settled in the database has been. What is paused can wait,
     * and what is to be taken back cannot: that is not held up by a build of hours.
     */
    ChangeEnd begin(KnownStrategy strategy, Action action, boolean isRollback) throws SQLException {
        for (ChangeExecutor.Reconciled before :
                reconcile(
                        change ->
                                !isRollback
                                        || !change.isPaused()
                                        || change.strategyId().equals(strategy.id()))) {
            boolean isSame = before.change().strategyId().equals(strategy.id());
            if (isSame || before.end() instanceof ChangeEnd.Unsettled) {
                return before.end();
            }
        }
        Preparation preparation = Preparation.of(session, strategy, action, target.limits());
        preparation.notes().forEach(surroundings.progress()::note);
        if (!preparation.obstacles().isEmpty()) {
            return new ChangeEnd.Postponed(preparation.obstacles());
        }
        JournalledChange change =
                journal.intend(
                        new ChangeJournal.Intent(
                                strategy,
                                action,
                                isRollback,
                                isRollback && action == Action.CREATE
                                        ? dropped(strategy)
                                        : preparation.definition(),
                                preparation.before(),
                                target.actor()));
        return go(change, preparation.disk(), false);
    }

    /** The definition of what was dropped, as it was then. */
    private String dropped(KnownStrategy strategy) {
        return journal.lastApplied(strategy)
                .map(JournalledChange::createStatement)
                .orElse(strategy.createStatement());
    }

    /** Settles what is not, the oldest first. */
    List<ChangeExecutor.Reconciled> reconcile() throws SQLException {
        return reconcile(change -> true);
    }

    private List<ChangeExecutor.Reconciled> reconcile(Predicate<JournalledChange> wanted)
            throws SQLException {
        List<ChangeExecutor.Reconciled> reconciled = new ArrayList<>();
        for (JournalledChange change :
                journal.unsettled(target.scope()).stream().filter(wanted).toList()) {
            surroundings
                    .progress()
                    .note(
                            "settling what was begun: %s %s"
                                    .formatted(change.action().label(), change.subject()));
            reconciled.add(new ChangeExecutor.Reconciled(change, resume(change)));
        }
        return reconciled;
    }

    private ChangeEnd resume(JournalledChange change) throws SQLException {
        try (Guard guard = guard(DiskRoom.unknown())) {
            if (!awaitOrphans(walk(guard), steps.backends(change))) {
                return new ChangeEnd.Unsettled("the server still works on it");
            }
        }
        if (change.isUndoing()) {
            return undo(change, new ChangeEnd.Failed("it was broken off"), DiskRoom.unknown());
        }
        if (change.isPaused() && isOver()) {
            return new ChangeEnd.Paused("the maintenance window is closed");
        }
        journal.mark(change, false, false, null);
        TableTree tree = TableTree.of(session.connection(), change);
        return change.isPaused() || route(change).isToResume(tree)
                ? go(change, DiskRoom.unknown(), true)
                : undo(change, null, DiskRoom.unknown());
    }

    private boolean isOver() {
        Instant end = target.limits().until();
        return end != null && !surroundings.clock().instant().isBefore(end);
    }

    /** Those of a process of ours that was killed end by themselves. */
    private boolean awaitOrphans(Walk walk, List<Backend> backends) throws SQLException {
        long end = System.nanoTime() + ORPHAN_PATIENCE.toNanos();
        while (walk.isAnyAtWork(backends)) {
            if (System.nanoTime() - end > 0 || !pause(PROBE)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Follows the course of a change.
     *
     * @param isResumed whether some of it may have been done before
     */
    private ChangeEnd go(JournalledChange change, DiskRoom disk, boolean isResumed)
            throws SQLException {
        long begin = System.nanoTime();
        try (Guard guard = guard(disk)) {
            Walk walk = walk(guard);
            Walk.Ending ending = walk.along(route(change).on(), change, false);
            return switch (ending) {
                case Walk.Ending.Arrived arrived -> {
                    analyze(change, guard);
                    yield arrived(change, walk, isResumed || arrived.steps() > 0, begin);
                }
                case Walk.Ending.Halted halted -> halted(change, halted.end(), walk, disk);
            };
        }
    }

    private ChangeEnd arrived(JournalledChange change, Walk walk, boolean isOurs, long begin)
            throws SQLException {
        TableTree tree = walk.tree(change);
        boolean isSized = change.object() == ChangedObject.INDEX && !tree.isEmpty();
        long bytes = isSized ? tree.bytes(change.index()) : 0;
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return settling.settle(
                change,
                isOurs ? new ChangeEnd.Applied(bytes, took) : new ChangeEnd.Unneeded(bytes));
    }

    /** ANALYZE gives an index on expressions its statistics. */
    private void analyze(JournalledChange change, Guard guard) throws SQLException {
        if (change.action() == Action.DROP
                || change.object() != ChangedObject.INDEX
                || !NameLookup.hasExpressions(session.connection(), change.qualifiedIndex())) {
            return;
        }
        StepEnd end =
                new StepRun(session, steps, target.limits())
                        .run(change, Step.analyze(change.table()), guard, false);
        if (!(end instanceof StepEnd.Done)) {
            surroundings
                    .progress()
                    .note(
                            "the table could not be analyzed, so that the index has no statistics"
                                    + " yet; run ANALYZE "
                                    + change.table());
        }
    }

    private ChangeEnd halted(JournalledChange change, StepEnd end, Walk walk, DiskRoom disk)
            throws SQLException {
        if (end instanceof StepEnd.Lost lost) {
            if (!walk.recovered(steps.backends(change))) {
                return new ChangeEnd.Unsettled(lost.reason());
            }
            if (route(change).isToGoOn(walk.tree(change))) {
                return go(change, disk, true);
            }
        }
        ChangeEnd wanted = Settling.ending(end);
        return route(change).isPausable(end, walk.tree(change))
                ? pause(change, wanted, walk)
                : undo(change, wanted, disk);
    }

    /** What is valid stays. */
    private ChangeEnd pause(JournalledChange change, ChangeEnd why, Walk walk) throws SQLException {
        Walk.Ending tidied = cleaning(walk, route(change).tidy(), change);
        if (tidied instanceof Walk.Ending.Halted halted) {
            return left(Settling.ending(halted.end()).shown());
        }
        journal.mark(change, false, true, why.shown());
        return new ChangeEnd.Paused(why.shown());
    }

    private static ChangeEnd left(String reason) {
        return new ChangeEnd.Unsettled("what is left could not be removed: " + reason);
    }

    /**
     * Removes what is left.
     *
     * @param why how it ended; null if it was interrupted
     */
    private ChangeEnd undo(JournalledChange change, @Nullable ChangeEnd why, DiskRoom disk)
            throws SQLException {
        journal.mark(change, true, false, why == null ? null : why.shown());
        try (Guard guard = guard(disk)) {
            Walk walk = walk(guard);
            Optional<Course> back = route(change).back(walk.tree(change));
            if (back.isPresent()
                    && cleaning(walk, back.get(), change) instanceof Walk.Ending.Halted halted) {
                String reason = Settling.ending(halted.end()).shown();
                journal.mark(change, true, false, reason);
                return left(reason);
            }
            if (route(change).isGone(walk.tree(change))) {
                return arrived(change, walk, true, System.nanoTime());
            }
        }
        return why == null ? settling.interrupted(change) : settling.settle(change, why);
    }

    /** A connection that is lost meanwhile is no reason to give up. */
    private Walk.Ending cleaning(Walk walk, Course course, JournalledChange change)
            throws SQLException {
        Walk.Ending ending = walk.along(course, change, true);
        boolean isLost =
                ending instanceof Walk.Ending.Halted halted && halted.end() instanceof StepEnd.Lost;
        return isLost && walk.recovered(steps.backends(change))
                ? walk.along(course, change, true)
                : ending;
    }

    private Route route(JournalledChange change) {
        return new Route(change, steps);
    }

    private Guard guard(DiskRoom disk) {
        return new Guard(
                target.settings(),
                target.limits(),
                surroundings.clock(),
                unwanted,
                disk,
                surroundings.progress());
    }

    private Walk walk(Guard guard) {
        return new Walk(
                session,
                new StepRun(session, steps, target.limits()),
                guard,
                target.limits(),
                this::pause,
                surroundings.random());
    }

    private boolean pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            if (unwanted.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
        return true;
    }
}
