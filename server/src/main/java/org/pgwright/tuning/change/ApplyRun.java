package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
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
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;

import java.nio.file.Path;
import java.time.Duration;
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
            case Choice.Approved all -> changes.of(database, Status.doable());
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
                                        .formatted(strategy.qualifiedIndex(), strategy.shortId()));
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
                                                strategy.qualifiedIndex(),
                                                new ChangesReport.End(
                                                        "planned",
                                                        true,
                                                        StrategiesReport.statement(strategy),
                                                        null,
                                                        null)))
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
        for (KnownStrategy strategy : wanted) {
            if (stop.isGiven()) {
                break;
            }
            Optional<Instant> opening = isNow ? Optional.empty() : opening();
            if (opening.isPresent()) {
                done.add(change(strategy, closed(opening.get())));
                continue;
            }
            boolean isDecided = Status.doable().contains(strategy.standing().status());
            KnownStrategy approved =
                    isDecided ? strategy : changes.approve(strategy, "by pgwright apply");
            Instant end = isNow ? null : policy().end(changes.now()).orElse(null);
            ChangeEnd ending = changes.apply(database, approved, limits.until(end), stop, progress);
            done.add(change(approved, ending));
        }
        return new ChangesReport(done);
    }

    /** When the next window begins, if changes may not run now. */
    private Optional<Instant> opening() {
        Instant now = changes.now();
        Policy policy = policy();
        return policy.isOpen(now) ? Optional.empty() : policy.next(now);
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
            done.add(
                    change(strategy, changes.rollBack(database, strategy, limits, stop, progress)));
        }
        return new ChangesReport(done);
    }

    /**
     * Settles what a crash left.
     *
     * @throws PgwrightException as {@link #apply}
     */
    public ChangesReport reconcile(ChangeLimits limits, EndSignal stop, ChangeProgress progress) {
        return new ChangesReport(
                changes.reconcile(database, limits, stop, progress).stream()
                        .map(
                                one ->
                                        change(
                                                changes.withId(
                                                        one.change().scope().instanceId(),
                                                        one.change().strategyId()),
                                                one.end()))
                        .toList());
    }

    private static ChangesReport.Change change(KnownStrategy strategy, ChangeEnd end) {
        QualifiedName index = strategy.qualifiedIndex();
        return switch (end) {
            case ChangeEnd.Applied applied ->
                    change(strategy, index, "applied", applied.bytes(), applied.took(), end);
            case ChangeEnd.Unneeded unneeded ->
                    change(strategy, index, "unneeded", unneeded.bytes(), null, end);
            case ChangeEnd.Postponed postponed ->
                    change(strategy, index, "postponed", null, null, end);
            case ChangeEnd.Stopped stopped -> change(strategy, index, "stopped", null, null, end);
            case ChangeEnd.Paused paused -> change(strategy, index, "paused", null, null, end);
            case ChangeEnd.Failed failed -> change(strategy, index, "failed", null, null, end);
            case ChangeEnd.Unsettled unsettled ->
                    change(strategy, index, "unsettled", null, null, end);
        };
    }

    private static ChangesReport.Change change(
            KnownStrategy strategy,
            QualifiedName index,
            String outcome,
            @Nullable Long bytes,
            @Nullable Duration took,
            ChangeEnd end) {
        return new ChangesReport.Change(
                strategy.id().toString(),
                action(strategy),
                index,
                new ChangesReport.End(outcome, end.isAsWanted(), end.shown(), bytes, took));
    }
}
