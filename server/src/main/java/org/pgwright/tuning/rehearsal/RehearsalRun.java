package org.pgwright.tuning.rehearsal;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.rehearsal.Rehearsal;
import org.pgwright.rehearsal.RehearsedIndex;
import org.pgwright.rehearsal.RehearsedIndex.TakenBack;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.KeptStatements;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.WorkloadChoice;
import org.pgwright.tuning.change.ChangeRun;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.rehearsal.RehearsalOptions.Wanted;
import org.pgwright.workload.Workload;
import org.pgwright.workload.WorkloadFiles;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Rehearses: builds proposals on a copy of a database, runs statements before and after, and puts
 * the copy back as it was.
 *
 * <p>Changes nothing but the copy, and notes in the repository what came of it.
 */
public final class RehearsalRun {
    private final ChangeRun run;
    private final KeptStatements kept;
    private final SnapshotRun recorded;
    private final CopyStatements statements;

    /**
     * @param run opens repositories
     * @param kept the statements of the repository
     * @param recorded reads the statements of a server
     * @param statements chooses those that can run
     */
    private RehearsalRun(
            ChangeRun run, KeptStatements kept, SnapshotRun recorded, CopyStatements statements) {
        this.run = run;
        this.kept = kept;
        this.recorded = recorded;
        this.statements = statements;
    }

    /**
     * One that opens repositories.
     *
     * @param twin what a planner twin runs with, which finds values for parameters
     */
    public static RehearsalRun of(
            ChangeRun run, KeptStatements kept, SnapshotRun recorded, TwinNeeds twin) {
        return new RehearsalRun(
                run,
                kept,
                recorded,
                new CopyStatements(twin.installations(), twin.cache(), twin.version()));
    }

    /**
     * What a planner twin runs with.
     *
     * @param cache of {@link org.pgwright.embedded.CacheFolder}
     * @param version of pgwright
     */
    public record TwinNeeds(PostgresInstallations installations, Path cache, String version) {}

    /**
     * Who hears of a rehearsal, and has a say in it.
     *
     * @param warnings are what people should know
     * @param confirm asks whether to go on in spite of a doubt, a sentence
     */
    public record Following(
            EndSignal stop,
            ChangeProgress progress,
            Consumer<String> warnings,
            Predicate<String> confirm) {}

    /**
     * Rehearses.
     *
     * @throws PgwrightException USAGE if the copy is none, or there is nothing to rehearse;
     *     NO_WORKLOAD if no statement is known; else if a server cannot be reached
     */
    public Rehearsal rehearse(RehearsalOptions options, Following following) {
        Origins.Found found =
                options.wanted() instanceof Wanted.Nothing
                        ? new Origins.Found(
                                new CopyCheck.Origin(null, "", ""), List.of(), List.of(), List.of())
                        : new Origins(run).find(options);
        CopyCheck.Place copy = Origins.place(options.copy());
        if (!(options.wanted() instanceof Wanted.Nothing)) {
            requireCopy(new CopyCheck(found.known()).doubt(copy, found.origin()), following);
        }
        try (JournalFolder folder = JournalFolder.of(options.journals(), copy)) {
            settle(folder, options, following);
            if (options.wanted() instanceof Wanted.Nothing) {
                return nothing(options);
            }
            Workload workload = workload(options, found.origin(), following);
            Rehearsal rehearsal =
                    run.with(
                            folder.location(),
                            changes -> rehearse(changes, options, found, workload, following));
            if (rehearsal.indexes().stream().allMatch(index -> index.takenBack().isSettled())) {
                folder.remove();
            }
            tryToNote(options.repository(), found, rehearsal, following);
            return rehearsal;
        }
    }

    private static void requireCopy(Optional<String> doubt, Following following) {
        if (doubt.isPresent() && !following.confirm().test(doubt.get())) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "nothing was rehearsed: " + doubt.get(),
                    "name a copy with --on, or say --yes if it is one");
        }
    }

    /** What a rehearsal that was killed has left. */
    private void settle(JournalFolder folder, RehearsalOptions options, Following following) {
        if (!folder.isLeft()) {
            return;
        }
        following.warnings().accept("an earlier rehearsal was ended early; putting the copy right");
        boolean isSettled =
                run.with(
                        folder.location(),
                        changes -> {
                            ChangedDatabase copy = changes.register(options.copy());
                            return new CopyChanges(
                                            changes, copy, options.limits(), following.progress())
                                    .takeBack().values().stream()
                                            .peek(end -> tell(end, following))
                                            .allMatch(TakenBack::isSettled);
                        });
        if (!isSettled) {
            throw new PgwrightException(
                    ErrorCode.LOCK_TIMEOUT,
                    "what an earlier rehearsal left on the copy could not be taken back",
                    "see to what is in the way, and run pgwright rehearse --settle again");
        }
        folder.remove();
    }

    private static void tell(TakenBack end, Following following) {
        if (!end.isSettled()) {
            following.warnings().accept(end.sentence());
        }
    }

    private static Rehearsal nothing(RehearsalOptions options) {
        return new Rehearsal(
                shown(options.copy()), List.of(), List.of(), List.of(), 0, false, false);
    }

    /** For people and for the audit log. */
    static String shown(ConnectionSettings copy) {
        return copy.database() + " on " + copy.addresses().getFirst().shown();
    }

    private Workload workload(
            RehearsalOptions options, CopyCheck.Origin origin, Following following) {
        return switch (options.statements().choice()) {
            case WorkloadChoice.Files(Path place) -> WorkloadFiles.read(place);
            case WorkloadChoice.Kept choice -> kept(options, origin, choice);
            case WorkloadChoice.OfSource usual -> usual(options, origin, following);
        };
    }

    private Workload kept(
            RehearsalOptions options, CopyCheck.Origin origin, WorkloadChoice.Kept choice) {
        if (origin.systemIdentifier().isEmpty()) {
            throw unknown();
        }
        return kept.of(
                origin.systemIdentifier(),
                origin.database(),
                choice,
                options.statements().filter());
    }

    /** What the repository has kept; where it has nothing, what the origin has recorded. */
    private Workload usual(RehearsalOptions options, CopyCheck.Origin origin, Following following) {
        RepositoryLocation repository = options.repository();
        ConnectionSettings settings = options.origin().settings();
        if (repository != null && !origin.systemIdentifier().isEmpty()) {
            try {
                return kept(
                        options,
                        origin,
                        new WorkloadChoice.Kept(repository, options.statements().since()));
            } catch (PgwrightException failure) {
                if (failure.code() != ErrorCode.NO_WORKLOAD || settings == null) {
                    throw failure;
                }
                following.warnings().accept(failure.getMessage() + "; asking the server");
            }
        }
        if (settings == null) {
            throw unknown();
        }
        return recorded.recorded(
                settings,
                options.statements().filter(),
                following.progress()::step,
                following.warnings());
    }

    private static PgwrightException unknown() {
        return new PgwrightException(
                ErrorCode.NO_WORKLOAD,
                "it is not known which statements to run",
                "give them with --workload FILE, name the database that the proposals are for"
                        + " with -h and -d, or the repository that watches it");
    }

    private Rehearsal rehearse(
            Changes changes,
            RehearsalOptions options,
            Origins.Found found,
            Workload workload,
            Following following) {
        ChangedDatabase copy = changes.register(options.copy());
        return new Performance(changes, copy, options, following)
                .perform(found, workload, statements);
    }

    /** A repository that fails must not cost the report. */
    private void tryToNote(
            @Nullable RepositoryLocation repository,
            Origins.Found found,
            Rehearsal rehearsal,
            Following following) {
        try {
            note(repository, found, rehearsal);
        } catch (PgwrightException failure) {
            following
                    .warnings()
                    .accept("it is not in the audit log of strategies: " + failure.getMessage());
        }
    }

    /** Beside each strategy, for those who decide on it. */
    private void note(
            @Nullable RepositoryLocation repository, Origins.Found found, Rehearsal rehearsal) {
        if (repository == null || found.strategies().isEmpty()) {
            return;
        }
        run.with(
                repository,
                changes -> {
                    for (int i = 0; i < found.strategies().size(); i++) {
                        RehearsedIndex index = rehearsal.indexes().get(i);
                        changes.note(
                                found.strategies().get(i),
                                rehearsal.summary() + "; " + index.built().sentence());
                    }
                    return rehearsal;
                });
    }
}
