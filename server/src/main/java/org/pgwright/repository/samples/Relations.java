package org.pgwright.repository.samples;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.IndexReading;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.RelationReadings;
import org.pgwright.observation.TableReading;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Map;

/** Keeps the tables and indexes of a database, how they are, and what is counted of each. */
public final class Relations {
    private final CounterStore counters;
    private final RelationNumbers numbers = new RelationNumbers();
    private final RelationStates states = new RelationStates();

    public Relations(CounterStore counters) {
        this.counters = counters;
    }

    /**
     * Keeps a look at a database of a node; how things are is taken from the primary.
     *
     * @param databaseId its number in the repository
     */
    public void record(
            JdbcClient jdbc,
            NodeKey node,
            boolean isPrimary,
            int databaseId,
            RelationReadings readings) {
        Map<QualifiedName, Integer> tables = numbers.tables(jdbc, node, databaseId, readings);
        Map<RelationNumbers.IndexName, Integer> indexes =
                numbers.indexes(jdbc, node, databaseId, tables, readings);
        if (isPrimary) {
            states.write(
                    jdbc, node, databaseId, new RelationStates.Known(tables, indexes), readings);
        }
        counters.record(
                jdbc,
                new CounterScope(node, CounterKind.TABLE, databaseId),
                readings.look(),
                readings.tables().stream().map(table -> reading(table, tables)).toList());
        counters.record(
                jdbc,
                new CounterScope(node, CounterKind.INDEX, databaseId),
                readings.look(),
                indexReadings(readings, indexes));
    }

    private static CounterReading<Integer> reading(
            TableReading table, Map<QualifiedName, Integer> numbers) {
        return new CounterReading<>(
                number(numbers, table.name()), table.oid(), null, table.counters());
    }

    private static List<CounterReading<Integer>> indexReadings(
            RelationReadings readings, Map<RelationNumbers.IndexName, Integer> numbers) {
        return readings.indexes().stream().map(index -> reading(index, numbers)).toList();
    }

    private static CounterReading<Integer> reading(
            IndexReading index, Map<RelationNumbers.IndexName, Integer> numbers) {
        return new CounterReading<>(
                number(numbers, RelationNumbers.IndexName.of(index)),
                index.oid(),
                null,
                index.counters());
    }

    static <N> int number(Map<N, Integer> numbers, N name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalStateException(name + " has got no number");
        }
        return number;
    }
}
