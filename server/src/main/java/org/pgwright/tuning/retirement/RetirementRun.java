package org.pgwright.tuning.retirement;

import org.jspecify.annotations.Nullable;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.RetirementReport;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.Work;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The way from what was collected of a database to the indexes that may be dropped. */
public final class RetirementRun {
    private final Function<RepositoryLocation, Repository> open;
    private final Tools tools;
    private final Ids ids;
    private final RandomGenerator random;

    /**
     * @param open opens a repository
     */
    public RetirementRun(
            Function<RepositoryLocation, Repository> open,
            Tools tools,
            Ids ids,
            RandomGenerator random) {
        this.open = open;
        this.tools = tools;
        this.ids = ids;
        this.random = random;
    }

    /**
     * What it takes to look into a database and to try what is not there.
     *
     * @param installations to run the twin with
     * @param cache of {@link org.pgwright.embedded.CacheFolder}
     */
    public record Tools(
            SnapshotRun snapshots,
            PostgresInstallations installations,
            Path cache,
            InstantSource clock) {
        /**
         * Assesses the indexes of a database.
         *
         * @param unusedFor null for what the policy says
         * @param enough whether to try no more
         */
        RetirementReport assess(
                Repository repository,
                ConnectionSettings settings,
                @Nullable Duration unusedFor,
                Told told,
                BooleanSupplier enough) {
            Snapshot snapshot =
                    snapshots.takeWithoutSamples(
                            settings,
                            new WorkloadChoice.OfSource(),
                            StatementFilter.ALL,
                            true,
                            told.progress(),
                            told.warnings());
            Instant now = clock.instant();
            RetirementFacts facts =
                    repository.inTransaction(
                            Work.MAINTENANCE,
                            jdbc ->
                                    RetirementFacts.read(
                                            jdbc,
                                            snapshot.catalog().server().systemIdentifier(),
                                            snapshot.catalog().database().name(),
                                            now,
                                            true));
            Duration unused = unusedFor == null ? facts.policy().unused() : unusedFor;
            return new Assessment(installations, cache, told.progress(), enough)
                    .of(
                            new Assessment.Case(
                                    settings,
                                    KnownStatements.in(snapshot, facts.workload()),
                                    facts,
                                    unused,
                                    unusedFor != null,
                                    now));
        }
    }

    /**
     * Who is told what.
     *
     * @param warnings told what the user should know while it is going on
     */
    public record Told(Progress progress, Consumer<String> warnings) {}

    /**
     * Finds them, and changes nothing.
     *
     * @param unusedFor for how long nothing may have used an index; null for what the policy says
     * @throws PgwrightException if the server or the repository cannot be reached or read
     */
    public RetirementReport find(
            RepositoryLocation location,
            ConnectionSettings settings,
            @Nullable Duration unusedFor,
            Told told) {
        try (Repository repository = open.apply(location)) {
            return tools.assess(repository, settings, unusedFor, told, () -> false);
        }
    }

    /**
     * Finds them, and keeps the proposals in the repository.
     *
     * @throws PgwrightException as {@link #find}
     */
    public RetirementReport propose(
            RepositoryLocation location,
            ConnectionSettings settings,
            @Nullable Duration unusedFor,
            Told told) {
        try (Repository repository = open.apply(location)) {
            ChangedDatabase database =
                    new Changes(repository, tools.clock(), ids, random, Actor.LOCAL)
                            .register(settings);
            RetirementReport report =
                    tools.assess(repository, settings, unusedFor, told, () -> false);
            return report.with(
                    repository.inTransaction(
                            jdbc ->
                                    new RetirementProposals(ids::next)
                                            .keep(jdbc, database.scope(), report, Actor.LOCAL)));
        }
    }
}
