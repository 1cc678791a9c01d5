package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.AdviceFile;
import org.pgwright.report.ChangesReport;
import org.pgwright.report.IndexScript;
import org.pgwright.report.StrategiesReport;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Proposals.Proposed;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Applies strategies to a database: those that are approved, those that are named, or a file's. */
public final class ApplyRun {
    private final Changes changes;
    private final ChangedDatabase database;
    private final Consumer<String> messages;

    /**
     * @param messages told what people should know, a sentence each
     */
    public ApplyRun(Changes changes, ChangedDatabase database, Consumer<String> messages) {
        this.changes = changes;
        this.database = database;
        this.messages = messages;
    }

    ChangedDatabase database() {
        return database;
    }

    /** What to apply. */
    public sealed interface Choice {
        /** All that is approved for the database. */
        record Approved() implements Choice {}

        /** What people name; naming it approves it. */
        record Named(List<String> names) implements Choice {
            public Named {
                names = List.copyOf(names);
            }
        }

        /** A file of advice. */
        record Advice(Path file) implements Choice {}

        /** A file of SQL. */
        record Sql(Path file) implements Choice {}
    }

    /**
     * Finds out what is to be done.
     *
     * @throws PgwrightException USAGE if a file or name does not fit the database
     */
    public List<KnownStrategy> chosen(Choice choice) {
        return switch (choice) {
            case Choice.Approved all -> changes.of(database, Status.unfinished());
            case Choice.Named(List<String> names) -> names.stream().map(this::named).toList();
            case Choice.Advice(Path file) -> advised(file);
            case Choice.Sql(Path file) ->
                    kept(
                            Source.SQL,
                            new ScriptProposals(database.settings()).of(IndexScript.read(file)));
        };
    }

    private KnownStrategy named(String name) {
        KnownStrategy strategy = changes.named(name);
        if (!strategy.scope().equals(database.scope())) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the strategy %s is for the database %s of %s"
                            .formatted(name, strategy.databaseName(), strategy.instanceName()),
                    "name that database");
        }
        return strategy;
    }

    private List<KnownStrategy> advised(Path file) {
        AdviceFile advice = AdviceFile.read(file);
        String system = Long.toUnsignedString(database.systemIdentifier());
        if (!advice.systemIdentifier().isEmpty() && !advice.systemIdentifier().equals(system)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    file + " is about another PostgreSQL system (" + advice.database() + ")",
                    "name the database that it was made for");
        }
        new AdvisedTables(advice).check(database.settings());
        return kept(Source.FILE, advice.proposals());
    }

    private List<KnownStrategy> kept(Source source, List<Proposal> proposals) {
        List<KnownStrategy> wanted = new ArrayList<>();
        for (Proposed proposed : changes.propose(database, source, proposals)) {
            KnownStrategy strategy =
                    changes.withId(database.scope().instanceId(), proposed.strategy());
            switch (proposed) {
                case Proposed.Kept kept -> {
                    if (Status.open().contains(strategy.standing().status())) {
                        wanted.add(strategy);
                    }
                }
                case Proposed.Unwanted unwanted ->
                        messages.accept(
                                "left out, as it was dismissed: %s; pgwright apply %s does it"
                                        .formatted(
                                                strategy.object()
                                                        .named(strategy.qualifiedIndex().shown()),
                                                strategy.shortId()));
            }
        }
        return wanted;
    }

    /** What would be done. */
    public static ChangesReport planned(List<KnownStrategy> wanted) {
        return new ChangesReport(
                wanted.stream()
                        .map(
                                strategy ->
                                        new ChangesReport.Change(
                                                strategy.id().toString(),
                                                action(strategy),
                                                strategy.object(),
                                                strategy.qualifiedIndex(),
                                                strategy.table(),
                                                new ChangesReport.End(
                                                        "planned",
                                                        true,
                                                        StrategiesReport.statement(strategy),
                                                        null,
                                                        null),
                                                null))
                        .toList());
    }

    private static String action(KnownStrategy strategy) {
        return strategy.action() == null ? "" : strategy.action().label();
    }

    /**
     * Does what is wanted, one after another, within the maintenance windows of the database; ends
     * early when it is told to.
     *
     * @param isNow whether to do it outside of the windows, too
     * @throws PgwrightException if the server cannot be reached, or the repository fails
     */
    public ChangesReport apply(
            List<KnownStrategy> wanted,
            ChangeLimits limits,
            boolean isNow,
            EndSignal stop,
            ChangeProgress progress) {
        List<ChangesReport.Change> done = new ArrayList<>();
        List<ChangesReport.Change> settled =
                wanted.stream().anyMatch(ApplyRun::isBegun)
                        ? reconcile(limits, isNow, stop, progress).changes()
                        : List.of();
        for (KnownStrategy strategy : wanted) {
            if (stop.isGiven()) {
                break;
            }
            KnownStrategy ready = isBegun(strategy) ? again(strategy) : strategy;
            Optional<ChangesReport.Change> end =
                    isBegun(strategy) && !Status.doable().contains(ready.standing().status())
                            ? Optional.of(settled(ready, settled))
                            : Optional.empty();
            done.add(end.orElseGet(() -> apply(ready, limits, isNow, stop, progress)));
        }
        return new ChangesReport(done);
    }

    /** A change of it is at work, or was when pgwright ended. */
    private static boolean isBegun(KnownStrategy strategy) {
        return strategy.standing().status() == Status.BUILDING;
    }

    private KnownStrategy again(KnownStrategy strategy) {
        return changes.withId(strategy.scope().instanceId(), strategy.id());
    }

    private ChangesReport.Change settled(
            KnownStrategy strategy, List<ChangesReport.Change> settled) {
        return settled.stream()
                .filter(one -> one.strategy().equals(strategy.id().toString()))
                .findFirst()
                .orElseGet(
                        () ->
                                ended(
                                        strategy,
                                        new ChangeEnd.Postponed(
                                                List.of("another pgwright is at work on it"))));
    }

    private ChangesReport.Change apply(
            KnownStrategy strategy,
            ChangeLimits limits,
            boolean isNow,
            EndSignal stop,
            ChangeProgress progress) {
        Optional<Instant> opening = isNow ? Optional.empty() : opening();
        if (opening.isPresent()) {
            return ended(strategy, closed(opening.get()));
        }
        boolean isDecided = Status.doable().contains(strategy.standing().status());
        KnownStrategy approved =
                isDecided ? strategy : changes.approve(strategy, "by pgwright apply");
        ChangeLimits within = limits.until(isNow ? null : end());
        changes.plans(database, approved, messages);
        ChangeEnd end = changes.apply(database, approved, within, stop, progress);
        ChangesReport.Change change = ended(approved, end);
        return end instanceof ChangeEnd.Applied && approved.action() == Action.CREATE
                ? EndedChanges.checked(
                        change, approved, changes.plans(database, approved, messages).orElse(null))
                : change;
    }

    /** When the next window begins, if changes may not run now. */
    private Optional<Instant> opening() {
        Instant now = changes.now();
        Policy policy = policy();
        return policy.isOpen(now) ? Optional.empty() : policy.next(now);
    }

    /** Until when changes may run; null for as long as they take. */
    private @Nullable Instant end() {
        Instant now = changes.now();
        Policy policy = policy();
        return policy.isOpen(now) ? policy.end(now).orElse(null) : now;
    }

    private Policy policy() {
        return changes.policy(database.scope().instanceId(), database.settings().database());
    }

    private static ChangeEnd closed(Instant opening) {
        return new ChangeEnd.Postponed(
                List.of(
                        "the maintenance window is closed until %s; add --now to do it in spite of"
                                        .formatted(opening)
                                + " that"));
    }

    /**
     * Takes back what was done for strategies.
     *
     * @throws PgwrightException as {@link #apply}
     */
    public ChangesReport rollBack(
            List<String> names, ChangeLimits limits, EndSignal stop, ChangeProgress progress) {
        List<KnownStrategy> wanted = names.stream().map(this::named).toList();
        List<ChangesReport.Change> done = new ArrayList<>();
        for (KnownStrategy strategy : wanted) {
            Action undoing = strategy.action() == Action.CREATE ? Action.DROP : Action.CREATE;
            done.add(
                    EndedChanges.of(
                            strategy,
                            undoing,
                            changes.rollBack(database, strategy, limits, stop, progress)));
        }
        return new ChangesReport(done);
    }

    /**
     * Settles what a crash left, and goes on with what is paused, that only within the windows.
     *
     * @param isNow whether to go on outside of the windows, too
     * @throws PgwrightException as {@link #apply}
     */
    public ChangesReport reconcile(
            ChangeLimits limits, boolean isNow, EndSignal stop, ChangeProgress progress) {
        ChangeLimits within = limits.until(isNow ? null : end());
        return new ChangesReport(
                changes.reconcile(database, within, stop, progress).stream()
                        .map(
                                one ->
                                        EndedChanges.of(
                                                changes.withId(
                                                        one.change().scope().instanceId(),
                                                        one.change().strategyId()),
                                                one.change().action(),
                                                one.end()))
                        .toList());
    }

    private static ChangesReport.Change ended(KnownStrategy strategy, ChangeEnd end) {
        return EndedChanges.of(strategy, strategy.action(), end);
    }
}
