package org.pgwright.snapshot;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.ColumnEnds;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Database;
import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Function;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Policy;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Samples;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.catalog.View;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.workload.Workload;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the catalog, list by list. */
final class CatalogReader {
    private final ReadTransaction transaction;
    private final ServerReader server;
    private final ServerReader.Facts facts;
    private final Locks locks;
    private final Gaps gaps;
    private final BestEffort bestEffort;
    private final Runnable step;

    /**
     * @param step told that a part is done
     */
    CatalogReader(
            ReadTransaction transaction,
            ServerReader server,
            Gaps gaps,
            BestEffort bestEffort,
            Runnable step) {
        this.transaction = transaction;
        this.server = server;
        this.facts = server.facts();
        this.gaps = gaps;
        this.bestEffort = bestEffort;
        this.step = step;
        this.locks = Locks.now(transaction);
        locks.tables().forEach(this::leftOut);
    }

    /**
     * The catalog.
     *
     * @param role that reads
     * @param withValues whether user data may be in it
     * @param workload decides which columns' ends and which roles are read
     */
    Catalog catalog(String role, boolean withValues, Workload workload) {
        Map<Long, SizeReader.Length> lengths = lengths();
        Relations relations = relations(lengths);
        step.run();
        TypeReader types = new TypeReader(transaction);
        DefinitionReader definitions = new DefinitionReader(transaction, locks);
        List<TypeDefinition> typeDefinitions = types.types();
        List<View> views = definitions.views();
        List<Policy> policies = policies(definitions);
        List<Function> functions = functions(definitions);
        step.run();
        StatisticsReader statistics = new StatisticsReader(transaction, locks, role, gaps);
        List<ExtendedStatistics> objects = statistics.objects(withValues);
        List<Table> tables = relations.tables();
        List<ColumnStatistics> columns = statistics.columns(withValues);
        Set<QualifiedName> mentioned = new MentionedTables(tables, views).in(workload);
        new AccessGaps(relations.found, role, gaps).report(mentioned, columns);
        EndsCandidates candidates = new EndsCandidates(typeDefinitions, relations.indexes, objects);
        return new Catalog(
                server.server(),
                database(lengths),
                types.schemas(),
                new NeededRoles(tables, views, policies, workload).among(types.roles()),
                types.extensions(),
                types.collations(),
                typeDefinitions,
                functions,
                tables,
                definitions.constraints(),
                relations.indexes,
                views,
                objects,
                policies,
                columns,
                withValues ? ends(relations, mentioned, candidates) : List.of(),
                Samples.NONE);
    }

    private Map<Long, SizeReader.Length> lengths() {
        SizeReader sizes = new SizeReader(transaction, locks, gaps);
        return bestEffort.read(
                "file sizes",
                "the sizes of the last VACUUM or ANALYZE stand in for today's",
                Map.of(),
                sizes::lengths);
    }

    private Database database(Map<Long, SizeReader.Length> lengths) {
        Bytes tablesAndIndexes =
                new Bytes(
                        lengths.values().stream()
                                .mapToLong(length -> length.bytes() + length.toastBytes())
                                .sum());
        Bytes size =
                bestEffort.read(
                        "size of the database",
                        "only its tables and indexes are counted",
                        tablesAndIndexes,
                        server::databaseSize);
        return server.database(size);
    }

    private List<Policy> policies(DefinitionReader definitions) {
        return bestEffort.read(
                "row-security policies",
                "statements are planned without them",
                List.of(),
                definitions::policies);
    }

    private List<Function> functions(DefinitionReader definitions) {
        return bestEffort.read(
                "functions",
                "statements and indexes that call functions of the user's are left out",
                List.of(),
                definitions::functions);
    }

    private Relations relations(Map<Long, SizeReader.Length> lengths) {
        int blockSize = facts.blockSize();
        Map<Long, Integer> heights =
                new HeightReader(transaction, lengths, blockSize, gaps)
                        .heights(facts.mayReadFiles());
        Map<Long, Index.GinPages> gins =
                new GinReader(transaction, gaps).pages(facts.mayReadFiles());
        IndexReader indexReader = new IndexReader(transaction, locks, blockSize);
        List<Index> indexes = indexReader.indexes(lengths, heights, gins);
        step.run();
        return new Relations(
                indexes,
                new TableReader(transaction, locks, blockSize).tables(lengths, indexReader.sums()));
    }

    private List<ColumnEnds> ends(
            Relations relations, Set<QualifiedName> mentioned, EndsCandidates candidates) {
        step.run();
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

    private record Relations(List<Index> indexes, List<TableReader.Found> found) {
        List<Table> tables() {
            return found.stream().map(TableReader.Found::table).toList();
        }
    }
}
