package org.pgwright.benchmarks.storage;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.Counters;
import org.pgwright.observation.IndexCounter;
import org.pgwright.observation.IndexReading;
import org.pgwright.observation.RelationReadings;
import org.pgwright.observation.TableCounter;
import org.pgwright.observation.TableReading;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A hundred tables with three indexes each, read and written as a workload goes on. */
final class SimulatedRelations {
    private static final int TABLES = 100;
    private static final int INDEXES = 3;
    private static final int FIRST_OID = 20_000;
    private static final double CALLS_OF_FIRST = 20_000;
    private static final int MINUTES = 5;

    private final long databaseOid;
    private final Behaviour behaviour;
    private final Random random = new Random(2);
    private final List<Map<TableCounter, Long>> tables = new ArrayList<>();
    private final List<Map<IndexCounter, Long>> indexes = new ArrayList<>();

    SimulatedRelations(long databaseOid, Behaviour behaviour) {
        this.databaseOid = databaseOid;
        this.behaviour = behaviour;
        for (int i = 0; i < TABLES; i++) {
            tables.add(new EnumMap<>(TableCounter.class));
        }
        for (int i = 0; i < TABLES * INDEXES; i++) {
            indexes.add(new EnumMap<>(IndexCounter.class));
        }
    }

    /** Five minutes later. */
    RelationReadings next(CounterLook look) {
        List<TableReading> tableReadings = new ArrayList<>();
        List<IndexReading> indexReadings = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            tableReadings.add(table(i, look));
            for (int j = 0; j < INDEXES; j++) {
                indexReadings.add(index(i, j));
            }
        }
        return new RelationReadings(databaseOid, look, tableReadings, indexReadings);
    }

    private TableReading table(int position, CounterLook look) {
        Map<TableCounter, Long> counted = tables.get(position);
        long calls = behaviour.calls(usual(position), random);
        add(counted, TableCounter.INDEX_SCANS, calls);
        add(
                counted,
                TableCounter.INDEX_ROWS_FETCHED,
                Math.round(calls * 5 * behaviour.times(random)));
        add(counted, TableCounter.ROWS_INSERTED, behaviour.calls(usual(position) / 20, random));
        add(counted, TableCounter.ROWS_UPDATED, behaviour.calls(usual(position) / 10, random));
        add(counted, TableCounter.ROWS_HOT_UPDATED, behaviour.calls(usual(position) / 20, random));
        add(counted, TableCounter.HEAP_BLOCKS_HIT, Math.round(calls * 4 * behaviour.times(random)));
        add(
                counted,
                TableCounter.INDEX_BLOCKS_HIT,
                Math.round(calls * 9 * behaviour.times(random)));
        add(counted, TableCounter.SEQUENTIAL_SCANS, position % 10 == 0 ? calls / 100 : 0);
        add(counted, TableCounter.SEQUENTIAL_ROWS_READ, position % 10 == 0 ? calls * 100 : 0);
        return new TableReading(
                name(position),
                FIRST_OID + position,
                'r',
                new TableReading.Size(1_000_000, 100_000_000L, 100_100_000L),
                new TableReading.Upkeep(
                        random.nextInt(100_000),
                        random.nextInt(100_000),
                        look.serverStartedAt(),
                        look.serverStartedAt(),
                        random.nextInt(50_000_000)),
                Counters.of(CounterKind.TABLE, counted));
    }

    private IndexReading index(int position, int number) {
        Map<IndexCounter, Long> counted = indexes.get(position * INDEXES + number);
        long scans = behaviour.calls(usual(position) / INDEXES, random);
        add(counted, IndexCounter.SCANS, scans);
        add(counted, IndexCounter.ROWS_READ, Math.round(scans * 5 * behaviour.times(random)));
        add(counted, IndexCounter.ROWS_FETCHED, Math.round(scans * 5 * behaviour.times(random)));
        add(counted, IndexCounter.BLOCKS_HIT, Math.round(scans * 3 * behaviour.times(random)));
        String column = "column_" + number;
        String index = name(position).name() + "_" + column + "_idx";
        return new IndexReading(
                name(position),
                index,
                FIRST_OID + TABLES + position * INDEXES + number,
                "btree",
                "CREATE INDEX %s ON %s USING btree (%s)"
                        .formatted(index, name(position).quoted(), column),
                null,
                new IndexReading.Flags(number == 0, number == 0, number == 0, true, Set.of()),
                List.of(new IndexReading.Key(column, false, false, false, false)),
                20_000_000L,
                1_000_000,
                Counters.of(CounterKind.INDEX, counted));
    }

    private static double usual(int position) {
        return MINUTES * CALLS_OF_FIRST / (position + 1);
    }

    private static QualifiedName name(int position) {
        return new QualifiedName("public", "orders_of_kind_" + position);
    }

    private static <C> void add(Map<C, Long> counted, C counter, long value) {
        counted.merge(counter, value, Long::sum);
    }
}
