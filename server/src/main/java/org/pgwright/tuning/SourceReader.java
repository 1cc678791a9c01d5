package org.pgwright.tuning;

import org.pgwright.planner.Progress;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotFile;
import org.pgwright.tuning.AdviceOptions.Source;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;
import org.pgwright.workload.WorkloadFiles;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a database, from its server or from a file, with the statements that were chosen.
 *
 * @param kept the statements of the repository, for who chooses them
 * @param server reads a server
 * @param warnings told what the user should know of the connection
 */
record SourceReader(
        KeptStatements kept, SnapshotRun server, Progress progress, Consumer<String> warnings) {
    /** The snapshot; that of a server is without samples. */
    Snapshot read(Source source, WorkloadChoice workload, StatementFilter filter) {
        return switch (source) {
            case Source.Server named ->
                    server.takeWithoutSamples(
                            named.settings(), workload, filter, true, progress, warnings);
            case Source.File file -> with(SnapshotFile.read(file.snapshot()), workload, filter);
        };
    }

    private Snapshot with(Snapshot snapshot, WorkloadChoice choice, StatementFilter filter) {
        Workload workload =
                switch (choice) {
                    case WorkloadChoice.OfSource own -> snapshot.workload();
                    case WorkloadChoice.Files(Path place) -> WorkloadFiles.read(place);
                    case WorkloadChoice.Kept from -> kept.of(snapshot, from, filter);
                };
        List<Statement> wanted = workload.statements().stream().filter(filter::admits).toList();
        return new Snapshot(
                snapshot.takenAt(),
                snapshot.madeBy(),
                snapshot.hasValues(),
                snapshot.catalog(),
                new Workload(wanted, workload.skipped()),
                snapshot.gaps());
    }
}
