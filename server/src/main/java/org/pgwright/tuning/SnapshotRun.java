package org.pgwright.tuning;

import org.pgwright.catalog.Catalog;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotFile;
import org.pgwright.snapshot.SnapshotRequest;
import org.pgwright.snapshot.SnapshotTaker;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.Workload;
import org.pgwright.workload.WorkloadFiles;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a database into a snapshot. */
public final class SnapshotRun {
    private final PostgresInstallations installations;
    private final Path cache;
    private final KeptStatements kept;
    private final String version;

    /**
     * @param installations to run a twin with, which finds out what to sample
     * @param cache of {@link org.pgwright.embedded.CacheFolder}
     * @param kept the statements of the repository, for who chooses them
     * @param version of pgwright, for the snapshot
     */
    public SnapshotRun(
            PostgresInstallations installations, Path cache, KeptStatements kept, String version) {
        this.installations = installations;
        this.cache = cache;
        this.kept = kept;
        this.version = version;
    }

    /**
     * Takes a snapshot with all that advice on its workload needs; never changes the server.
     *
     * @param workload where the statements come from
     * @param withValues whether user data (common values, histograms, column ends) is read
     * @param warnings told what the user should know of the connection
     * @throws PgwrightException if the server cannot be reached or read
     */
    public Snapshot take(
            ConnectionSettings settings,
            WorkloadChoice workload,
            StatementFilter filter,
            boolean withValues,
            Progress progress,
            Consumer<String> warnings) {
        Snapshot snapshot =
                takeWithoutSamples(settings, workload, filter, withValues, progress, warnings);
        if (snapshot.workload().statements().isEmpty()) {
            return snapshot;
        }
        try (Twin twin = twin(snapshot, progress)) {
            return Sampling.complete(snapshot, twin, settings, progress);
        } catch (PgwrightException failure) {
            // Without a twin nobody knows what to sample, but everything else has been read.
            return Sampling.without(snapshot, failure);
        }
    }

    private Twin twin(Snapshot snapshot, Progress progress) {
        Catalog catalog = snapshot.catalog();
        TwinOptions options =
                new TwinOptions(installations.ofMajor(catalog.server().major()), cache);
        return Twin.build(catalog, snapshot.workload().statements(), options, progress);
    }

    /** Takes a snapshot of what the server has recorded, for whoever samples later. */
    public Snapshot takeWithoutSamples(
            ConnectionSettings settings,
            WorkloadChoice workload,
            StatementFilter filter,
            boolean withValues,
            Progress progress,
            Consumer<String> warnings) {
        Workload files =
                workload instanceof WorkloadChoice.Files(Path place)
                        ? WorkloadFiles.read(place)
                        : null;
        try (TargetReader reader = open(settings, progress, warnings)) {
            Workload other =
                    workload instanceof WorkloadChoice.Kept choice
                            ? kept.of(reader, choice, filter, withValues)
                            : files;
            SnapshotRequest request =
                    new SnapshotRequest(
                            withValues,
                            other,
                            filter.minimumCalls(),
                            filter.minimumTime(),
                            version);
            return SnapshotTaker.take(reader, request, progress);
        }
    }

    /**
     * What a server has recorded of a database in pg_stat_statements.
     *
     * @throws PgwrightException if the server cannot be reached or read
     */
    public Workload recorded(
            ConnectionSettings settings,
            StatementFilter filter,
            Progress progress,
            Consumer<String> warnings) {
        WorkloadChoice own = new WorkloadChoice.OfSource();
        return takeWithoutSamples(settings, own, filter, false, progress, warnings).workload();
    }

    /** Writes a snapshot to a file that only its owner may read; replaces what is there. */
    public static void write(Snapshot snapshot, Path file) {
        SnapshotFile.write(snapshot, file);
    }

    private static TargetReader open(
            ConnectionSettings settings, Progress progress, Consumer<String> warnings) {
        progress.step("Connecting", 0, 0);
        TargetReader reader = TargetReader.open(settings);
        reader.warnings().forEach(warnings);
        return reader;
    }
}
