package org.pgwright.benchmarks.writes;

import org.pgwright.benchmarks.built.WriteTimes;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times writes with sets of indexes that take turns: in each round every set once, and no index
 * after every few of them. The lowest of all rounds are held against each other, since other work
 * on the machine only adds to a round.
 *
 * @param rounds that count; one more warms up
 */
public record WriteMeasurement(WriteTimes times, List<WeightedQuery> writes, int rounds) {
    private static final double MICROS_A_MILLI = 1_000;

    /** What all others are held against must be known best. */
    private static final int SETS_BETWEEN_NONE = 4;

    private static final WriteSet NONE = new WriteSet("none", false, List.of(), 0, Map.of());

    public WriteMeasurement {
        writes = List.copyOf(writes);
    }

    /** Measures; the result without indexes comes first. */
    public List<WriteResult> run(List<WriteSet> sets, Progress progress)
            throws SQLException, IOException {
        Map<WriteSet, List<Map<String, Double>>> measured = new LinkedHashMap<>();
        measured.put(NONE, new ArrayList<>());
        sets.forEach(set -> measured.put(set, new ArrayList<>()));
        try (SwitchedIndexes indexes =
                SwitchedIndexes.build(
                        times.connection(),
                        sets.stream().flatMap(set -> set.indexes().stream()).toList())) {
            progress.step("Warming up", 0, 0);
            round(sets, indexes, new LinkedHashMap<>());
            for (int round = 0; round < rounds; round++) {
                progress.step("Writing", round, rounds);
                round(sets, indexes, measured);
            }
        }
        List<Map<String, Double>> none = measured.getOrDefault(NONE, List.of());
        return measured.entrySet().stream()
                .map(set -> result(set.getKey(), set.getValue(), none))
                .toList();
    }

    private void round(
            List<WriteSet> sets,
            SwitchedIndexes indexes,
            Map<WriteSet, List<Map<String, Double>>> measured)
            throws SQLException, IOException {
        for (int i = 0; i < sets.size(); i++) {
            if (i % SETS_BETWEEN_NONE == 0) {
                measure(NONE, indexes, measured);
            }
            measure(sets.get(i), indexes, measured);
        }
    }

    private void measure(
            WriteSet set,
            SwitchedIndexes indexes,
            Map<WriteSet, List<Map<String, Double>>> measured)
            throws SQLException, IOException {
        indexes.only(set.indexes());
        Map<String, Double> micros = new LinkedHashMap<>();
        for (WeightedQuery write : writes) {
            micros.put(write.name(), MICROS_A_MILLI * times.once(write));
        }
        measured.computeIfAbsent(set, s -> new ArrayList<>()).add(micros);
    }

    private WriteResult result(
            WriteSet set, List<Map<String, Double>> with, List<Map<String, Double>> none) {
        Map<String, Spread> added = new LinkedHashMap<>();
        Map<String, Spread> micros = new LinkedHashMap<>();
        for (WeightedQuery write : writes) {
            added.put(write.name(), added(List.of(write), with, none));
            micros.put(
                    write.name(),
                    weighted(List.of(new WeightedQuery(write.name(), 1, write.sql())), with));
        }
        return new WriteResult(set, added(writes, with, none), added, micros);
    }

    /** What some writes take more than without indexes, as a share. */
    private static Spread added(
            List<WeightedQuery> some,
            List<Map<String, Double>> with,
            List<Map<String, Double>> none) {
        Spread base = weighted(some, none);
        Spread all = weighted(some, with);
        return new Spread(all.lowest() / base.lowest() - 1, all.median() / base.median() - 1);
    }

    private static Spread weighted(List<WeightedQuery> some, List<Map<String, Double>> times) {
        return Spread.of(times.stream().map(t -> WriteTimes.weighted(some, t)).toList());
    }
}
