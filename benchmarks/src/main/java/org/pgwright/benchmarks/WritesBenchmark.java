package org.pgwright.benchmarks;

import org.pgwright.advisor.Budget;
import org.pgwright.benchmarks.built.IndexSet;
import org.pgwright.benchmarks.built.TwinAdvice;
import org.pgwright.benchmarks.built.UnitTime;
import org.pgwright.benchmarks.built.WriteTimes;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.benchmarks.schema.RegistryDatabase;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.benchmarks.writes.WriteMeasurement;
import org.pgwright.benchmarks.writes.WriteResult;
import org.pgwright.benchmarks.writes.WriteSet;
import org.pgwright.benchmarks.writes.WriteTable;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Progress;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code writes}: what the advisor thinks that the ML registry's writes pay for indexes, and what
 * they do pay. The figures of {@code EntryCosts} and {@code Upkeep} come from here.
 */
final class WritesBenchmark {
    private static final int MAJOR = 15;
    private static final int EXECUTIONS = 2_000;
    private static final int ROUNDS = 10;

    private final Machine machine;
    private final Progress progress;

    WritesBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the tables. */
    String run(double scale, Results results) throws SQLException, IOException {
        RegistryDatabase sample = new RegistryDatabase(scale);
        List<WeightedQuery> writes = sample.writes();
        try (EmbeddedPostgres server = machine.roomyServer(machine.installations().ofMajor(MAJOR));
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            List<WriteSet> sets;
            double costBefore;
            progress.step("Advising", 0, 0);
            try (TwinAdvice advice = advice(sample, database)) {
                sets = sets(sample, advice);
                costBefore = advice.costBefore(writes);
            }
            double unit = new UnitTime(database.connection()).micros(sample.weightedQueries());
            WriteTimes times = new WriteTimes(database.connection(), EXECUTIONS, ROUNDS);
            List<WriteResult> measured =
                    new WriteMeasurement(times, writes, ROUNDS).run(sets, progress);
            String table =
                    WriteTable.of(measured, writes.stream().map(WeightedQuery::name).toList());
            results.write("writes", table, measured);
            return table + unit(unit, costBefore, before(writes, measured.getFirst()));
        }
    }

    /** Microseconds of all writes without any of the indexes. */
    private static double before(List<WeightedQuery> writes, WriteResult none) {
        Map<String, Double> lowest = new LinkedHashMap<>();
        none.micros().forEach((name, micros) -> lowest.put(name, micros.lowest()));
        return WriteTimes.weighted(writes, lowest);
    }

    private static String unit(double queries, double costBefore, double microsBefore) {
        return String.format(
                Locale.ROOT,
                """

                A unit of cost takes the queries %.2f µs and, by the advisor's prices, the writes %.2f µs.
                """,
                queries,
                microsBefore / costBefore);
    }

    private TwinAdvice advice(RegistryDatabase sample, MonitoredDatabase database) {
        List<Statement> statements =
                Stream.concat(sample.weightedQueries().stream(), sample.writes().stream())
                        .map(WeightedQuery::statement)
                        .toList();
        return new TwinAdvice(
                database.snapshot(new Workload(statements, List.of())),
                new TwinOptions(machine.installations().ofMajor(MAJOR), machine.cache()),
                sample.weightedQueries());
    }

    private static List<WriteSet> sets(RegistryDatabase sample, TwinAdvice advice) {
        IndexSet advised = advice.advised("advice", Budget.UNLIMITED, Progress.NONE);
        List<WriteSet> sets = new ArrayList<>();
        List<WeightedQuery> writes = sample.writes();
        sets.add(set("advice", true, advised.indexes(), writes, advice));
        sets.add(set("reference", true, sample.referenceIndexes(), writes, advice));
        sets.add(set("lean", true, sample.leanIndexes(), writes, advice));
        for (IndexDefinition index : sample.writtenIndexes()) {
            sets.add(set(index.shownAfterName(), false, List.of(index), writes, advice));
        }
        return sets;
    }

    private static WriteSet set(
            String name,
            boolean several,
            List<IndexDefinition> indexes,
            List<WeightedQuery> writes,
            TwinAdvice advice) {
        Map<String, Double> each = new LinkedHashMap<>();
        writes.forEach(
                write -> each.put(write.name(), advice.charge(List.of(write), indexes).share()));
        return new WriteSet(name, several, indexes, advice.charge(writes, indexes).share(), each);
    }
}
