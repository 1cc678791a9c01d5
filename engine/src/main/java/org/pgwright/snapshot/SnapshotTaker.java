package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.ColumnEnds;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Policy;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.catalog.View;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.TargetReader;
import org.pgwright.workload.Workload;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a snapshot of a database in one repeatable-read transaction that can only read, by a fixed
 * number of queries however many tables there are.
 *
 * <p>It never reads a row of a table, but for the smallest and largest values of indexed columns.
 */
public final class SnapshotTaker {
    private static final String PHASE = "Reading the database";
    private static final int STEPS = 7;
    private static final int ATTEMPTS = 3;

    private SnapshotTaker() {}

    /**
     * Takes one.
     *
     * @throws PgwrightException where the server can't be read at all; what can't be read in part
     *     is among the snapshot's gaps
     */
    public static Snapshot take(TargetReader reader, SnapshotRequest request, Progress progress) {
        for (int attempt = 1; ; attempt++) {
            try (ReadTransaction transaction = reader.begin()) {
                return new Taking(transaction, reader.role(), request, progress).snapshot();
            } catch (PgwrightException failure) {
                // a table may be dropped or locked between two lists: then all is read anew
                if (attempt == ATTEMPTS || !ServerFailure.mayPass(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static final class Taking {
        private final ReadTransaction transaction;
        private final String role;
        private final SnapshotRequest request;
        private final Progress progress;
        private final Gaps gaps = new Gaps();
        private int steps;

        Taking(
                ReadTransaction transaction,
                String role,
                SnapshotRequest request,
                Progress progress) {
            this.transaction = transaction;
            this.role = role;
            this.request = request;
            this.progress = progress;
        }

        Snapshot snapshot() {
            ServerReader serverReader = new ServerReader(transaction, gaps);
            ServerReader.Facts facts = serverReader.facts();
            Workload workload = workload();
            Catalog catalog = catalog(serverReader, facts, workload);
            step();
            return new Snapshot(
                    facts.takenAt(),
                    request.madeBy(),
                    request.withValues(),
                    catalog,
                    workload,
                    gaps.all());
        }

        private Workload workload() {
            step();
            Workload files = request.workload();
            return files != null
                    ? files
                    : new StatementReader(transaction, request, gaps).workload();
        }

        private Catalog catalog(
                ServerReader serverReader, ServerReader.Facts facts, Workload workload) {
            step();
            Locks locks = Locks.now(transaction);
            locks.tables().forEach(this::leftOut);
            Relations relations = relations(facts, locks);
            step();
            TypeReader typeReader = new TypeReader(transaction);
            DefinitionReader definitions = new DefinitionReader(transaction, locks);
            List<TypeDefinition> types = typeReader.types();
            List<View> views = definitions.views();
            List<Policy> policies = definitions.policies();
            step();
            StatisticsReader statistics = new StatisticsReader(transaction, locks, gaps);
            List<ExtendedStatistics> objects = statistics.objects(request.withValues());
            List<ColumnStatistics> columns = statistics.columns(request.withValues());
            new AccessGaps(relations.found, role, gaps).report();
            step();
            List<Table> tables = relations.tables();
            return new Catalog(
                    serverReader.server(facts),
                    serverReader.database(),
                    typeReader.schemas(),
                    new NeededRoles(tables, views, policies, workload).among(typeReader.roles()),
                    typeReader.extensions(),
                    typeReader.collations(),
                    types,
                    definitions.functions(),
                    tables,
                    definitions.constraints(),
                    relations.indexes,
                    views,
                    objects,
                    policies,
                    columns,
                    ends(
                            relations,
                            views,
                            workload,
                            new EndsCandidates(types, relations.indexes, objects)));
        }

        private Relations relations(ServerReader.Facts facts, Locks locks) {
            int blockSize = facts.blockSize();
            Map<Long, SizeReader.Length> lengths =
                    new SizeReader(transaction, locks, gaps).lengths();
            Map<Long, Integer> heights =
                    new HeightReader(transaction, lengths, blockSize, gaps)
                            .heights(facts.mayReadFiles());
            IndexReader indexReader = new IndexReader(transaction, locks, blockSize);
            Map<Long, Index.GinPages> gins =
                    new GinReader(transaction, gaps).pages(facts.mayReadFiles());
            List<Index> indexes = indexReader.indexes(lengths, heights, gins);
            step();
            return new Relations(
                    indexes,
                    new TableReader(transaction, locks, blockSize)
                            .tables(lengths, indexReader.sums()));
        }

        private List<ColumnEnds> ends(
                Relations relations,
                List<View> views,
                Workload workload,
                EndsCandidates candidates) {
            if (!request.withValues()) {
                return List.of();
            }
            Set<QualifiedName> mentioned =
                    new MentionedTables(relations.tables(), views).in(workload);
            List<TableReader.Found> wanted =
                    relations.found.stream()
                            .filter(found -> mentioned.contains(found.table().name()))
                            .toList();
            return new ColumnEndsReader(transaction, gaps)
                    .ends(candidates.of(wanted, relations.indexes));
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

    private record Relations(List<Index> indexes, List<TableReader.Found> found) {
        List<Table> tables() {
            return found.stream().map(TableReader.Found::table).toList();
        }
    }
}
