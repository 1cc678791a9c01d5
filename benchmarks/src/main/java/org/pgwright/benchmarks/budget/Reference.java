package org.pgwright.benchmarks.budget;

import org.pgwright.catalog.Bytes;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What another advisor reached on TPC-H of scale 1 without keys, queries 2, 17 and 20 left out,
 * with B-trees on up to two columns: measured for this comparison on PostgreSQL 15.18, with HypoPG
 * for plans and sizes.
 *
 * @param results by budget in millions of bytes
 */
record Reference(String advisor, Map<Integer, Result> results) {
    static final double SCALE = 1;

    private static final int MILLION = 1_000_000;

    static final List<Reference> ALL =
            List.of(
                    of(
                            "Extend",
                            new Result(.645, 1.5, 953),
                            new Result(.561, 2.8, 1_957),
                            new Result(.517, 4.5, 3_431),
                            new Result(.501, 5.8, 4_571)),
                    of(
                            "DB2Advis, 10 s of variations",
                            new Result(.652, 10, 939),
                            new Result(.566, 10, 1_482),
                            new Result(.523, 10, 3_131),
                            new Result(.496, 10, 1_782)),
                    of(
                            "Relaxation",
                            new Result(.672, 11, 6_923),
                            new Result(.626, 10, 6_529),
                            new Result(.519, 10, 6_456),
                            new Result(.492, 8, 4_875)),
                    of(
                            "DTA Anytime",
                            new Result(.642, 23, 8_086),
                            new Result(.573, 49, 17_290),
                            new Result(.520, 114, 39_189),
                            new Result(.492, 212, 88_109)),
                    of(
                            "CoPhy, exact solver",
                            new Result(.642, 191, 44_735),
                            new Result(.560, 191, 44_735),
                            new Result(.514, 191, 44_735),
                            new Result(.493, 191, 44_735)));

    /**
     * @param cost of the workload over that without indexes
     * @param calls of EXPLAIN
     */
    record Result(double cost, double seconds, int calls) {}

    private static Reference of(
            String advisor, Result at250, Result at500, Result at1000, Result at2000) {
        return new Reference(advisor, Map.of(250, at250, 500, at500, 1_000, at1000, 2_000, at2000));
    }

    Optional<Result> under(Bytes budget) {
        return Optional.of(results)
                .filter(all -> budget.count() % MILLION == 0)
                .map(all -> all.get((int) (budget.count() / MILLION)));
    }

    /** The lowest cost that any of them reached. */
    static Optional<Result> best(Bytes budget) {
        return ALL.stream()
                .flatMap(reference -> reference.under(budget).stream())
                .min(Comparator.comparingDouble(Result::cost));
    }
}
