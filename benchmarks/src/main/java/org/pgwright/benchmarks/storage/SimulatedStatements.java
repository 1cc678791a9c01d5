package org.pgwright.benchmarks.storage;

import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.Counters;
import org.pgwright.observation.StatementCounter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Counters of pg_stat_statements that grow as a workload goes on. The first statement is called
 * hundreds of times a second, most of the others some times a minute; one in four writes.
 */
final class SimulatedStatements {
    private static final double CALLS_OF_FIRST = 20_000;
    private static final double FEWEST_CALLS = 2;
    private static final int WRITES_EVERY = 4;
    private static final int SORTS_EVERY = 50;
    private static final int MISSES_EVERY = 3;

    private final Behaviour behaviour;
    private final Random random = new Random(1);
    private final List<One> statements = new ArrayList<>();

    /** A statement, what a call of it takes, and what was counted so far. */
    private record One(
            int number,
            double calls,
            double micros,
            double blocks,
            double rows,
            Map<StatementCounter, Long> counted) {
        void add(StatementCounter counter, double value) {
            counted.merge(counter, Math.max(0, Math.round(value)), Long::sum);
        }
    }

    /**
     * @param numbers of the statements in the repository
     */
    SimulatedStatements(List<Integer> numbers, Behaviour behaviour) {
        this.behaviour = behaviour;
        for (int i = 0; i < numbers.size(); i++) {
            statements.add(
                    new One(
                            numbers.get(i),
                            Math.max(FEWEST_CALLS, CALLS_OF_FIRST / (i + 1)),
                            50 * Math.exp(2 * random.nextGaussian()),
                            2 + random.nextInt(50),
                            random.nextInt(20),
                            new EnumMap<>(StatementCounter.class)));
        }
    }

    /** A minute later. */
    List<CounterReading<Integer>> next() {
        List<CounterReading<Integer>> readings = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            One one = statements.get(i);
            work(one, i);
            readings.add(
                    new CounterReading<>(
                            one.number, 0, null, Counters.of(CounterKind.STATEMENT, one.counted)));
        }
        return readings;
    }

    private void work(One one, int position) {
        long calls = behaviour.calls(one.calls, random);
        if (calls == 0) {
            return;
        }
        double micros = one.micros * behaviour.times(random);
        one.add(StatementCounter.CALLS, (double) calls);
        one.add(StatementCounter.EXECUTION_TIME, calls * micros);
        one.add(StatementCounter.SQUARED_TIME, calls * micros * micros / 1_000);
        one.add(StatementCounter.ROW_COUNT, calls * one.rows * behaviour.times(random));
        one.add(StatementCounter.SHARED_BLOCKS_HIT, calls * one.blocks * behaviour.times(random));
        longest(one, micros);
        if (position % MISSES_EVERY == 0) {
            double missed = calls * one.blocks * behaviour.times(random) / 100;
            one.add(StatementCounter.SHARED_BLOCKS_READ, missed);
            one.add(StatementCounter.BLOCK_READ_TIME, missed * 100 * behaviour.times(random));
        }
        if (position % WRITES_EVERY == 0) {
            write(one, calls);
        }
        if (position % SORTS_EVERY == 0) {
            one.add(StatementCounter.TEMP_BLOCKS_READ, calls * behaviour.times(random));
            one.add(StatementCounter.TEMP_BLOCKS_WRITTEN, calls * behaviour.times(random));
        }
    }

    private void write(One one, long calls) {
        one.add(StatementCounter.SHARED_BLOCKS_DIRTIED, calls * behaviour.times(random) / 10);
        one.add(StatementCounter.WAL_RECORDS, 3.0 * calls);
        one.add(StatementCounter.WAL_FULL_PAGE_IMAGES, calls * behaviour.times(random) / 50);
        one.add(StatementCounter.WAL_BYTES, calls * 250 * behaviour.times(random));
    }

    /** The slowest of many calls takes some times as long as most. */
    private void longest(One one, double micros) {
        long slowest = Math.round(micros * 5 * Math.exp(random.nextGaussian()));
        one.counted.merge(StatementCounter.LONGEST_TIME, slowest, Math::max);
    }
}
