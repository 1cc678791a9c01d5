package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.Advice;
import org.pgwright.advisor.AdviceRequest;
import org.pgwright.advisor.Advisor;
import org.pgwright.advisor.TableFilter;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.TableShape;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.findings.Finding;
import org.pgwright.findings.SchemaFindings;
import org.pgwright.hypopg.HypoPgPlanner;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.AdviceReport;
import org.pgwright.report.DatabaseFacts;
import org.pgwright.snapshot.NoWorkload;
import org.pgwright.snapshot.SchemaFingerprint;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.tuning.AdviceOptions.Source;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Workload;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way from a database, or a snapshot of one, to index advice.
 *
 * <p>Only reads the monitored server, and is done with it before the first index is tried (but for
 * {@code --what-if hypopg}).
 */
public final class AdviceRun {
    private final PostgresInstallations installations;
    private final Path cache;
    private final KeptStatements kept;
    private final InstantSource clock;
    private final String version;

    /**
     * @param installations to run the twin with
     * @param cache of {@link org.pgwright.embedded.CacheFolder}
     * @param kept the statements of the repository, for who chooses them
     * @param version of pgwright, for the report
     */
    public AdviceRun(
            PostgresInstallations installations,
            Path cache,
            KeptStatements kept,
            InstantSource clock,
            String version) {
        this.installations = installations;
        this.cache = cache;
        this.kept = kept;
        this.clock = clock;
        this.version = version;
    }

    /**
     * Advises.
     *
     * @param warnings told what the user should know while it is going on
     * @throws PgwrightException with the exit code that the issue fixes, if there is no advice
     */
    public AdviceReport run(AdviceOptions options, Progress progress, Consumer<String> warnings) {
        long begin = clock.millis();
        Snapshot snapshot = snapshot(options, progress, warnings);
        Catalog catalog = snapshot.catalog();
        CatalogLookup lookup = new CatalogLookup(catalog);
        options.tables().requireKnownTables(lookup);
        options.tables()
                .exclusionsWithoutTable(lookup)
                .forEach(p -> warnings.accept("no table is named '" + p + "' (--exclude)"));
        requireStatements(snapshot, options);
        Outcome outcome = advise(options, snapshot, new Following(begin, progress, warnings));
        requireAdvised(outcome.advice());
        return new AdviceReport(
                version,
                facts(snapshot, outcome.advice()),
                outcome.advice(),
                findings(outcome.advice(), lookup, options.tables()),
                outcome.gaps(),
                outcome.notes(),
                Duration.ofMillis(Math.max(0, clock.millis() - begin)));
    }

    /**
     * What is told of a run, and by when.
     *
     * @param begin in milliseconds of the clock
     */
    private record Following(long begin, Progress progress, Consumer<String> warnings) {}

    private record Outcome(Advice advice, List<String> notes, List<Snapshot.Gap> gaps) {}

    private Snapshot snapshot(AdviceOptions options, Progress progress, Consumer<String> warnings) {
        return new SourceReader(
                        kept,
                        new SnapshotRun(installations, cache, kept, version),
                        progress,
                        warnings)
                .read(options.source(), options.workload(), options.statements());
    }

    private Outcome advise(AdviceOptions options, Snapshot snapshot, Following following) {
        Progress progress = following.progress();
        return switch (options.whatIf()) {
            case TWIN -> {
                try (Twin twin = twin(options, snapshot, progress)) {
                    Snapshot complete = complete(options, snapshot, twin, progress);
                    yield advise(options, complete, twin, twin, following);
                }
            }
            case HYPOPG -> {
                try (TargetReader reader = TargetReader.open(serverFor(options));
                        HypoPgPlanner planner = HypoPgPlanner.on(reader);
                        Twin twin = twin(options, snapshot, progress)) {
                    Snapshot complete = complete(options, snapshot, twin, progress);
                    yield advise(options, complete, twin, planner, following);
                }
            }
        };
    }

    /** A file holds its samples already. */
    private static Snapshot complete(
            AdviceOptions options, Snapshot snapshot, Twin twin, Progress progress) {
        return switch (options.source()) {
            case Source.Server server ->
                    Sampling.complete(snapshot, twin, server.settings(), progress);
            case Source.File file -> snapshot;
        };
    }

    private Outcome advise(
            AdviceOptions options,
            Snapshot snapshot,
            Twin twin,
            WhatIfPlanner planner,
            Following following) {
        AdviceRequest request =
                new AdviceRequest(
                        snapshot.catalog(),
                        snapshot.workload(),
                        options.budget(),
                        options.tables(),
                        options.frontier());
        Ending ending = options.ending();
        try (SearchEnd end =
                SearchEnd.open(
                        () ->
                                ending.isWanted().getAsBoolean()
                                        || isLate(ending.deadline(), following.begin()),
                        ending.onInterrupt(),
                        following.warnings())) {
            Advice advice = new Advisor().advise(request, twin, planner, following.progress(), end);
            return new Outcome(advice, twin.problems(), snapshot.gaps());
        }
    }

    private boolean isLate(@Nullable Duration deadline, long begin) {
        return deadline != null && clock.millis() - begin >= deadline.toMillis();
    }

    private static ConnectionSettings serverFor(AdviceOptions options) {
        return switch (options.source()) {
            case Source.Server server -> server.settings();
            case Source.File file ->
                    throw new PgwrightException(
                            ErrorCode.USAGE,
                            "--what-if hypopg needs the server, which the snapshot "
                                    + file.snapshot()
                                    + " does not give",
                            "name the server instead of the snapshot, or leave out --what-if");
        };
    }

    private Twin twin(AdviceOptions options, Snapshot snapshot, Progress progress) {
        Catalog catalog = snapshot.catalog();
        TwinOptions twinOptions =
                new TwinOptions(installation(options.twinPostgres(), catalog), cache);
        return Twin.build(catalog, snapshot.workload().statements(), twinOptions, progress);
    }

    private PostgresInstallation installation(@Nullable Path named, Catalog catalog) {
        return named == null
                ? installations.ofMajor(catalog.server().major())
                : installations.at(named);
    }

    /** Counters do not tell of an index that is new; the plans of the statements do. */
    private static List<Finding> findings(Advice advice, CatalogLookup lookup, TableFilter tables) {
        return SchemaFindings.of(lookup.catalog()).stream()
                .filter(finding -> tables.admits(finding.table(), lookup))
                .filter(finding -> !isUsed(finding, advice.usedIndexes(), lookup))
                .toList();
    }

    private static boolean isUsed(Finding finding, Set<QualifiedName> used, CatalogLookup lookup) {
        QualifiedName index = finding.index();
        return finding.kind() == Finding.Kind.UNUSED_INDEX
                && index != null
                && isUsed(index, used, lookup);
    }

    /** Itself, or as what it is on a partition. */
    private static boolean isUsed(
            QualifiedName index, Set<QualifiedName> used, CatalogLookup lookup) {
        return used.contains(index)
                || lookup.partsOf(index).stream()
                        .anyMatch(part -> isUsed(part.name(), used, lookup));
    }

    private static DatabaseFacts facts(Snapshot snapshot, Advice advice) {
        Catalog catalog = snapshot.catalog();
        Set<QualifiedName> changed =
                Stream.of(
                                advice.recommendations().stream().map(made -> made.index().table()),
                                advice.changes().stream().map(change -> change.index().table()),
                                advice.statisticsObjects().stream().map(made -> made.table()))
                        .flatMap(tables -> tables)
                        .collect(Collectors.toSet());
        return new DatabaseFacts(
                catalog.database().name(),
                catalog.server().version(),
                catalog.database().size(),
                catalog.server().systemIdentifier(),
                SchemaFingerprint.of(catalog),
                snapshot.takenAt(),
                catalog.tables().stream()
                        .filter(table -> changed.contains(table.name()))
                        .map(table -> TableShape.of(table, catalog))
                        .toList());
    }

    private static void requireStatements(Snapshot snapshot, AdviceOptions options) {
        Workload workload = snapshot.workload();
        if (!workload.statements().isEmpty()) {
            return;
        }
        if (!(options.workload() instanceof WorkloadChoice.OfSource)) {
            throw noneAdvisable(workload.skipped());
        }
        throw NoWorkload.in(snapshot);
    }

    private static void requireAdvised(Advice advice) {
        if (advice.statements() == 0) {
            throw noneAdvisable(advice.skipped());
        }
    }

    private static PgwrightException noneAdvisable(List<Workload.Skipped> skipped) {
        String reason =
                skipped.stream()
                        .filter(s -> StatementText.plannablePart(s.query()).isPresent())
                        .findFirst()
                        .or(() -> skipped.stream().findFirst())
                        .map(s -> " (" + s.reason() + ")")
                        .orElse("");
        String statements =
                skipped.size() == 1
                        ? "the only statement cannot be advised on"
                        : "none of the " + skipped.size() + " statements can be advised on";
        return new PgwrightException(
                ErrorCode.NO_WORKLOAD,
                statements + reason,
                "check that they are this database's, and that their schemas are in the search_path");
    }
}
