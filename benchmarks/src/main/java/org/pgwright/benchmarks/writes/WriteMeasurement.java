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
 * before and after. What a set adds is held against its own round, so that a machine which is
 * slower for a while does not count.
 *
 * @param rounds that count; one more warms up
 */
public record WriteMeasurement(WriteTimes times, List<WeightedQuery> writes, int rounds) {
    private static final double MICROS_A_MILLI = 1_000;

    public WriteMeasurement {
        writes = List.copyOf(writes);
    }

    /** Measures; the result without indexes comes first. */
    public List<WriteResult> run(List<WriteSet> sets, Progress progress)
            throws SQLException, IOException {
        List<WriteSet> all = new ArrayList<>();
        all.add(new WriteSet("none", false, List.of(), 0, Map.of()));
        all.addAll(sets);
        List<List<Map<String, Double>>> measured = new ArrayList<>();
        try (SwitchedIndexes indexes =
                SwitchedIndexes.build(
                        times.connection(),
                        sets.stream().flatMap(set -> set.indexes().stream()).toList())) {
            for (int round = 0; round <= rounds; round++) {
                progress.step("Writing", round, rounds + 1);
                List<Map<String, Double>> once = round(all, indexes);
                if (round > 0) {
                    measured.add(once);
                }
            }
        }
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            results.add(result(all.get(i), i, measured));
        }
        return results;
    }

    /** Milliseconds of each set, by the names of writes. */
    private List<Map<String, Double>> round(List<WriteSet> sets, SwitchedIndexes indexes)
            throws SQLException, IOException {
        List<Map<String, Double>> round = new ArrayList<>();
        for (WriteSet set : sets) {
            indexes.only(set.indexes());
            round.add(once());
        }
        indexes.only(List.of());
        once().forEach(
                        (write, millis) ->
                                round.getFirst().merge(write, millis, (a, b) -> (a + b) / 2));
        return round;
    }

    private Map<String, Double> once() throws SQLException, IOException {
        Map<String, Double> millis = new LinkedHashMap<>();
        for (WeightedQuery write : writes) {
            millis.put(write.name(), times.once(write));
        }
        return millis;
    }

    private WriteResult result(WriteSet set, int place, List<List<Map<String, Double>>> rounds) {
        Map<String, Quartiles> addedOfEach = new LinkedHashMap<>();
        Map<String, Quartiles> micros = new LinkedHashMap<>();
        for (WeightedQuery write : writes) {
            addedOfEach.put(write.name(), added(List.of(write), place, rounds));
            micros.put(
                    write.name(),
                    Quartiles.of(
                            rounds.stream()
                                    .map(
                                            r ->
                                                    MICROS_A_MILLI
                                                            * r.get(place)
                                                                    .getOrDefault(
                                                                            write.name(),
                                                                            Double.NaN))
                                    .toList()));
        }
        return new WriteResult(set, added(writes, place, rounds), addedOfEach, micros);
    }

    private static Quartiles added(
            List<WeightedQuery> some, int place, List<List<Map<String, Double>>> rounds) {
        return Quartiles.of(
                rounds.stream()
                        .map(
                                round ->
                                        WriteTimes.weighted(some, round.get(place))
                                                        / WriteTimes.weighted(
                                                                some, round.getFirst())
                                                - 1)
                        .toList());
    }
}
