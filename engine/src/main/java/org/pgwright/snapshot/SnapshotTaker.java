package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Index;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.workload.Workload;

import java.util.List;
import java.util.Map;

/**
 * Takes a snapshot of a database in one repeatable-read transaction that can only read, by a fixed
 * number of queries however many tables there are.
 *
 * <p>It never reads a row of a table, but for the smallest and largest values of indexed columns.
 */
public final class SnapshotTaker {
    private static final String PHASE = "Reading the database";
    private static final int STEPS = 8;

    private SnapshotTaker() {}

    /**
     * Takes one.
     *
     * @throws PgwrightException where the server can't be read at all; what can't be read in part
     *     is among the snapshot's gaps
     */
    public static Snapshot take(TargetReader reader, SnapshotRequest request, Progress progress) {
        try (ReadTransaction transaction = reader.begin()) {
            return new Taking(transaction, request, progress).snapshot();
        }
    }

    private static final class Taking {
        private final ReadTransaction transaction;
        private final SnapshotRequest request;
        private final Progress progress;
        private final Gaps gaps = new Gaps();
        private int steps;

        Taking(ReadTransaction transaction, SnapshotRequest request, Progress progress) {
            this.transaction = transaction;
            this.request = request;
            this.progress = progress;
        }

        Snapshot snapshot() {
            ServerReader serverReader = new ServerReader(transaction, gaps);
            ServerReader.Facts facts = serverReader.facts();
            Catalog catalog = catalog(serverReader, facts);
            Workload workload = request.workload() == null ? Workload.NONE : request.workload();
            return new Snapshot(
                    facts.takenAt(),
                    request.madeBy(),
                    request.withValues(),
                    catalog,
                    workload,
                    gaps.all());
        }

        private Catalog catalog(ServerReader serverReader, ServerReader.Facts facts) {
            step();
            Locks locks = Locks.now(transaction);
            locks.tables().forEach(this::leftOut);
            Map<Long, SizeReader.Length> lengths =
                    new SizeReader(transaction, locks, gaps).lengths();
            step();
            int blockSize = facts.blockSize();
            Map<Long, Integer> heights =
                    new HeightReader(transaction, lengths, blockSize, gaps)
                            .heights(facts.mayReadFiles());
            IndexReader indexReader = new IndexReader(transaction, locks, blockSize);
            List<Index> indexes = indexReader.indexes(lengths, heights);
            step();
            List<TableReader.Found> tables =
                    new TableReader(transaction, locks, blockSize)
                            .tables(lengths, indexReader.sums());
            step();
            TypeReader types = new TypeReader(transaction);
            DefinitionReader definitions = new DefinitionReader(transaction, locks);
            StatisticsReader statistics = new StatisticsReader(transaction, locks, gaps);
            return new Catalog(
                    serverReader.server(facts),
                    serverReader.database(),
                    types.schemas(),
                    types.roles(),
                    types.extensions(),
                    types.collations(),
                    types.types(),
                    definitions.functions(),
                    tables.stream().map(TableReader.Found::table).toList(),
                    definitions.constraints(),
                    indexes,
                    definitions.views(),
                    statistics.objects(request.withValues()),
                    definitions.policies(),
                    statistics.columns(request.withValues()),
                    List.of());
        }

        private void leftOut(Locks.Relation table) {
            gaps.add(
                    table.name().shown(),
                    "it is locked exclusively and was left out, with all that depends on it",
                    "take the snapshot again when the other session has ended");
        }

        private void step() {
            progress.step(PHASE, Math.min(++steps, STEPS), STEPS);
        }
    }
}
