package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.TargetReader;
import org.pgwright.workload.Workload;

/**
 * Takes a snapshot of a database in one repeatable-read transaction that can only read, by a fixed
 * number of queries however many tables there are.
 *
 * <p>It never reads a row of a table, but for the smallest and largest values of indexed columns.
 */
public final class SnapshotTaker {
    private static final String PHASE = "Reading the database";
    private static final int STEPS = 6;
    private static final int ATTEMPTS = 10;

    private final ReadTransaction transaction;
    private final SnapshotRequest request;
    private final Progress progress;
    private final Gaps gaps = new Gaps();
    private int steps;

    private SnapshotTaker(ReadTransaction transaction, SnapshotRequest request, Progress progress) {
        this.transaction = transaction;
        this.request = request;
        this.progress = progress;
    }

    /**
     * Takes one.
     *
     * @throws PgwrightException where the server can't be read at all; what can't be read in part
     *     is among the snapshot's gaps
     */
    public static Snapshot take(TargetReader reader, SnapshotRequest request, Progress progress) {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS;
            try (ReadTransaction transaction = reader.begin()) {
                return new SnapshotTaker(transaction, request, progress)
                        .snapshot(reader.role(), last);
            } catch (PgwrightException failure) {
                // a table may be dropped or locked between two lists: then all is read anew
                if (last || !ServerFailure.mayPass(failure)) {
                    throw failure;
                }
            }
        }
    }

    private Snapshot snapshot(String role, boolean lastAttempt) {
        ServerReader server = new ServerReader(transaction, gaps);
        Workload workload = workload(role);
        step();
        BestEffort bestEffort = new BestEffort(transaction, gaps, lastAttempt);
        Catalog catalog =
                new CatalogReader(transaction, server, gaps, bestEffort, this::step)
                        .catalog(role, request.withValues(), workload);
        progress.step(PHASE, STEPS, STEPS);
        return new Snapshot(
                server.facts().takenAt(),
                request.madeBy(),
                request.withValues(),
                catalog,
                workload,
                gaps.all());
    }

    private Workload workload(String role) {
        Workload files = request.workload();
        return files != null
                ? files
                : new StatementReader(transaction, request, role, gaps).workload();
    }

    private void step() {
        progress.step(PHASE, Math.min(++steps, STEPS), STEPS);
    }
}
