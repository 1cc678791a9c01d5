package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.ChangeJournal.Backend;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangeOutcome;
import org.pgwright.strategy.Status;

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
import java.util.stream.Collectors;

/** The work on a server's indexes, by the one process that may do it. */
final class ChangeWork {
    /** Longer than the server needs to notice that a client is gone. */
    private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(15);

    private static final Duration PROBE = Duration.ofMillis(200);

    /** How soon a pause notices that the change is to end. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final ChangeExecutor.Target target;
    private final ChangeSession session;
    private final ChangeJournal journal;
    private final BooleanSupplier unwanted;
    private final Surroundings surroundings;

    /** What it is in. */
    record Surroundings(InstantSource clock, RandomGenerator random, ChangeProgress progress) {}

    ChangeWork(
            ChangeExecutor.Target target,
            ChangeSession session,
            ChangeJournal journal,
            BooleanSupplier unwanted,
            Surroundings surroundings) {
        this.target = target;
        this.session = session;
        this.journal = journal;
        this.unwanted = unwanted;
        this.surroundings = surroundings;
    }

    /** Begins a change, after what is not settled in the database has been. */
    ChangeEnd begin(KnownStrategy strategy, Action action, boolean isRollback) throws SQLException {
        for (ChangeExecutor.Reconciled before : reconcile()) {
            boolean isSame = before.change().strategyId().equals(strategy.id());
            if (isSame || before.end() instanceof ChangeEnd.Unsettled) {
                return before.end();
            }
        }
        TableTree tree = TableTree.of(session.connection(), strategy.table());
        Preflight preflight = preflight(strategy, action, tree);
        preflight.notes().forEach(surroundings.progress()::note);
        List<String> obstacles = new ArrayList<>(preflight.obstacles());
        if (obstacles.isEmpty()) {
            obstacles.addAll(nameClash(strategy, action, tree));
        }
        if (!obstacles.isEmpty()) {
            return new ChangeEnd.Postponed(obstacles);
        }
        JournalledChange change =
                journal.intend(
                        new ChangeJournal.Intent(
                                strategy,
                                action,
                                isRollback,
                                strategy.createStatement(),
                                before(strategy, tree),
                                target.actor()));
        return go(change, preflight.disk(), false);
    }

    private Preflight preflight(KnownStrategy strategy, Action action, TableTree tree)
            throws SQLException {
        long bytes =
                tree.isEmpty()
                        ? 0
                        : Math.max(strategy.prediction().bytes(), tree.bytes(strategy.index()));
        return Preflight.of(
                session, new Preflight.Wanted(action, strategy.table(), bytes), target.limits());
    }

    /** Something that is not to be touched has the name. */
    private List<String> nameClash(KnownStrategy strategy, Action action, TableTree tree)
            throws SQLException {
        Optional<TableTree.IndexSeen> own = tree.root().index(strategy.index());
        QualifiedName index = strategy.qualifiedIndex();
        if (action == Action.CREATE) {
            if (own.isPresent() && !own.get().isValid()) {
                return List.of(
                        "an invalid index has the name %s, which pgwright did not leave; drop it"
                                        .formatted(index)
                                + " with DROP INDEX CONCURRENTLY, or choose another name");
            }
            boolean isTaken = own.isEmpty() && NameLookup.isTaken(session.connection(), index);
            return isTaken
                    ? List.of(
                            "something else has the name %s; choose another name".formatted(index))
                    : List.of();
        }
        if (own.isPresent() && own.get().attachedTo() != 0) {
            return List.of(
                    "the index %s is a part of a partitioned table's index; name that"
                            .formatted(index));
        }
        return action == Action.REINDEX && own.isEmpty()
                ? List.of("there is no index " + index)
                : List.of();
    }

    private static JournalledChange.Before before(KnownStrategy strategy, TableTree tree) {
        Optional<TableTree.IndexSeen> index = tree.root().index(strategy.index());
        return new JournalledChange.Before(
                index.map(TableTree.IndexSeen::oid).orElse(null),
                index.map(there -> tree.bytes(strategy.index())).orElse(null),
                tree.members().stream()
                        .flatMap(
                                table ->
                                        table.indexes().stream()
                                                .filter(i -> !i.isValid())
                                                .map(i -> name(table, i).shown()))
                        .toList());
    }

    private static QualifiedName name(TableTree.Member table, TableTree.IndexSeen index) {
        return new QualifiedName(table.name().schema(), index.name());
    }

    /** Settles what is not, the oldest first. */
    List<ChangeExecutor.Reconciled> reconcile() throws SQLException {
        List<ChangeExecutor.Reconciled> reconciled = new ArrayList<>();
        for (JournalledChange change : journal.unsettled(target.scope())) {
            surroundings
                    .progress()
                    .note(
                            "settling what was begun: %s index %s"
                                    .formatted(change.action().label(), change.qualifiedIndex()));
            reconciled.add(new ChangeExecutor.Reconciled(change, resume(change)));
        }
        return reconciled;
    }

    private ChangeEnd resume(JournalledChange change) throws SQLException {
        try (Guard guard = guard(DiskRoom.unknown())) {
            Walk walk = walk(guard);
            if (!awaitOrphans(walk, journal.backends(change))) {
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
        if (change.isPaused() || isToGoOn(change)) {
            return go(change, DiskRoom.unknown(), true);
        }
        return undo(change, null, DiskRoom.unknown());
    }

    private boolean isOver() {
        Instant end = target.limits().until();
        return end != null && !surroundings.clock().instant().isBefore(end);
    }

    /** What is complete but for our knowing it, and what is to be gone. */
    private boolean isToGoOn(JournalledChange change) throws SQLException {
        return switch (change.action()) {
            case DROP -> true;
            case CREATE, REINDEX ->
                    course(change)
                            .next(TableTree.of(session.connection(), change.table()))
                            .isEmpty();
        };
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
            Walk.Ending ending = walk.along(course(change), change, false);
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
        long bytes = walk.tree(change.table()).isEmpty() ? 0 : bytes(change, walk);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        ChangeEnd end = isOurs ? new ChangeEnd.Applied(bytes, took) : new ChangeEnd.Unneeded(bytes);
        settle(change, end);
        return end;
    }

    private static long bytes(JournalledChange change, Walk walk) throws SQLException {
        return walk.tree(change.table()).bytes(change.index());
    }

    /** ANALYZE gives an index on expressions its statistics. */
    private void analyze(JournalledChange change, Guard guard) throws SQLException {
        if (change.action() == Action.DROP
                || !NameLookup.hasExpressions(session.connection(), change.qualifiedIndex())) {
            return;
        }
        StepEnd end =
                new StepRun(session, journal, target.limits())
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
            if (!walk.recovered(journal.backends(change))) {
                return new ChangeEnd.Unsettled(lost.reason());
            }
            if (isToGoOn(change)) {
                return go(change, disk, true);
            }
        }
        ChangeEnd wanted = ending(end);
        if (isPausable(change, end, walk)) {
            return pause(change, wanted, walk);
        }
        return undo(change, wanted, disk);
    }

    /** What is valid stays. */
    private ChangeEnd pause(JournalledChange change, ChangeEnd why, Walk walk) throws SQLException {
        Walk.Ending tidied = along(walk, new Course.Tidy(change.index()), change);
        if (tidied instanceof Walk.Ending.Halted halted) {
            return new ChangeEnd.Unsettled(
                    "what is left could not be removed: " + ending(halted.end()).shown());
        }
        journal.mark(change, false, true, why.shown());
        return new ChangeEnd.Paused(why.shown());
    }

    private static ChangeEnd ending(StepEnd end) {
        return switch (end) {
            case StepEnd.Done done -> throw new IllegalStateException("it has not halted");
            case StepEnd.Blocked blocked -> new ChangeEnd.Postponed(obstacles(blocked));
            case StepEnd.Stopped stopped -> new ChangeEnd.Stopped(stopped.reason());
            case StepEnd.Failed failed -> new ChangeEnd.Failed(failed.reason());
            case StepEnd.Lost lost -> new ChangeEnd.Failed(lost.reason());
        };
    }

    private static List<String> obstacles(StepEnd.Blocked blocked) {
        String held =
                blocked.holders().isEmpty()
                        ? ""
                        : ", in the way: "
                                + blocked.holders().stream()
                                        .map(LockHolder::shown)
                                        .collect(Collectors.joining(", "));
        return List.of(blocked.reason() + held);
    }

    /** Partitions that are done need not be done again; all that is there is valid by itself. */
    private boolean isPausable(JournalledChange change, StepEnd end, Walk walk)
            throws SQLException {
        if (change.action() != Action.CREATE
                || end instanceof StepEnd.Failed
                || end instanceof StepEnd.Lost) {
            return false;
        }
        TableTree tree = walk.tree(change.table());
        return tree.isPartitioned()
                && tree.root().index(change.index()).isEmpty()
                && tree.members(TableTree.Kind.TABLE).stream()
                        .anyMatch(
                                leaf ->
                                        leaf.index(PartNames.of(change.index(), leaf.name()))
                                                .filter(TableTree.IndexSeen::isValid)
                                                .isPresent());
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
            Optional<Course> back = back(change, walk);
            if (back.isPresent()) {
                Walk.Ending ending = along(walk, back.get(), change);
                if (ending instanceof Walk.Ending.Halted halted) {
                    String reason = ending(halted.end()).shown();
                    journal.mark(change, true, false, reason);
                    return new ChangeEnd.Unsettled("what is left could not be removed: " + reason);
                }
            }
            boolean isGone =
                    change.action() == Action.DROP
                            && new Course.Unmake(change.index())
                                    .next(walk.tree(change.table()))
                                    .isEmpty();
            if (isGone) {
                return arrived(change, walk, true, System.nanoTime());
            }
        }
        ChangeEnd end = why == null ? new ChangeEnd.Failed("it was interrupted") : why;
        settle(change, end, why == null ? ChangeOutcome.INTERRUPTED : outcome(end));
        return end;
    }

    /** A connection that is lost meanwhile is no reason to give up. */
    private Walk.Ending along(Walk walk, Course course, JournalledChange change)
            throws SQLException {
        Walk.Ending ending = walk.along(course, change, true);
        boolean isLost =
                ending instanceof Walk.Ending.Halted halted && halted.end() instanceof StepEnd.Lost;
        return isLost && walk.recovered(journal.backends(change))
                ? walk.along(course, change, true)
                : ending;
    }

    private Optional<Course> back(JournalledChange change, Walk walk) throws SQLException {
        return switch (change.action()) {
            case CREATE -> Optional.of(new Course.Unmake(change.index()));
            case DROP -> {
                boolean isWhole =
                        walk.tree(change.table()).partsOf(change.index()).stream()
                                .anyMatch(part -> part.index().isValid());
                yield isWhole ? Optional.empty() : Optional.of(new Course.Unmake(change.index()));
            }
            case REINDEX -> Optional.of(rebuild(change, name -> true));
        };
    }

    private Course course(JournalledChange change) {
        return switch (change.action()) {
            case CREATE -> {
                IndexStatement.Create definition =
                        ChangeExecutor.definition(change.createStatement());
                yield new Course.Make(change.index(), definition);
            }
            case DROP -> new Course.Unmake(change.index());
            case REINDEX -> rebuild(change, name -> journal.rebuilt(change).contains(name.shown()));
        };
    }

    private static Course rebuild(JournalledChange change, Predicate<QualifiedName> done) {
        return new Course.Rebuild(change.index(), done, change.before().leftovers());
    }

    private void settle(JournalledChange change, ChangeEnd end) {
        settle(change, end, outcome(end));
    }

    private void settle(JournalledChange change, ChangeEnd end, ChangeOutcome outcome) {
        Long bytes =
                switch (end) {
                    case ChangeEnd.Applied applied -> applied.bytes();
                    case ChangeEnd.Unneeded unneeded -> unneeded.bytes();
                    case ChangeEnd.Postponed postponed -> null;
                    case ChangeEnd.Stopped stopped -> null;
                    case ChangeEnd.Paused paused -> null;
                    case ChangeEnd.Failed failed -> null;
                    case ChangeEnd.Unsettled unsettled -> null;
                };
        journal.settle(
                change,
                new ChangeJournal.Settlement(
                        outcome,
                        outcome.isAsWanted() ? null : end.shown(),
                        bytes,
                        next(change, outcome),
                        target.actor()));
    }

    private static ChangeOutcome outcome(ChangeEnd end) {
        return switch (end) {
            case ChangeEnd.Applied applied -> ChangeOutcome.APPLIED;
            case ChangeEnd.Unneeded unneeded -> ChangeOutcome.UNNEEDED;
            case ChangeEnd.Postponed postponed -> ChangeOutcome.POSTPONED;
            case ChangeEnd.Stopped stopped -> ChangeOutcome.STOPPED;
            case ChangeEnd.Failed failed -> ChangeOutcome.FAILED;
            case ChangeEnd.Paused paused -> throw new IllegalStateException("it goes on");
            case ChangeEnd.Unsettled unsettled -> throw new IllegalStateException("it goes on");
        };
    }

    /** What fails is to be looked at by somebody before it is tried again. */
    private static Status next(JournalledChange change, ChangeOutcome outcome) {
        if (change.isRollback()) {
            return outcome.isAsWanted() ? Status.ROLLED_BACK : Status.KEPT;
        }
        return switch (outcome) {
            case APPLIED, UNNEEDED -> Status.WATCHED;
            case POSTPONED, STOPPED, INTERRUPTED -> Status.APPROVED;
            case FAILED, UNDONE ->
                    change.action() == Action.DROP ? Status.RETIREMENT_PROPOSED : Status.PROPOSED;
        };
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
                new StepRun(session, journal, target.limits()),
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
