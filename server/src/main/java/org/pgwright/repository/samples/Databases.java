package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.DatabaseReading;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.NodeKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the databases of an instance, how they are, and what is counted of each. */
public final class Databases {
    private static final String NAMES =
            """
            INSERT INTO monitored_database (
                instance_id, database_oid, database_name, first_seen, last_seen)
            SELECT :instance, d.oid, d.name, :seen, :seen
              FROM unnest(:oids::bigint[], :names::text[]) AS d (oid, name)
            ON CONFLICT (instance_id, database_oid) DO UPDATE
            SET database_name = excluded.database_name,
                last_seen = excluded.last_seen
            WHERE monitored_database.database_name <> excluded.database_name
               OR monitored_database.last_seen < excluded.last_seen - interval '1 hour'
            """;

    private static final String NUMBERS =
            """
            SELECT database_id, database_oid, database_name
              FROM monitored_database
             WHERE instance_id = ?
            """;

    private static final String STATES =
            """
            INSERT INTO database_state (
                instance_id, database_id, taken_at, database_bytes, frozen_transaction_age)
            SELECT :instance, d.id, :taken, d.bytes, d.age
              FROM unnest(:ids::integer[], :bytes::bigint[], :ages::bigint[])
                   AS d (id, bytes, age)
            ON CONFLICT (instance_id, database_id) DO UPDATE
            SET taken_at = excluded.taken_at,
                database_bytes = coalesce(excluded.database_bytes, database_state.database_bytes),
                frozen_transaction_age = excluded.frozen_transaction_age
            """;

    private final CounterStore counters;

    public Databases(CounterStore counters) {
        this.counters = counters;
    }

    /**
     * Keeps a look at all databases of a node; how they are is taken from the primary. Each has
     * been counted since its own last reset.
     */
    public void record(
            JdbcClient jdbc, NodeKey node, boolean isPrimary, DatabaseReadings readings) {
        List<DatabaseReading> databases = readings.databases();
        jdbc.sql(NAMES)
                .param("instance", node.instanceId())
                .param("seen", Times.of(readings.takenAt()))
                .param("oids", databases.stream().mapToLong(DatabaseReading::oid).toArray())
                .param(
                        "names",
                        databases.stream().map(DatabaseReading::name).toArray(String[]::new))
                .update();
        Map<Long, Integer> numbers = numbers(jdbc, node);
        if (isPrimary) {
            writeStates(jdbc, node, numbers, readings);
        }
        counters.record(
                jdbc,
                CounterScope.ofServer(node, CounterKind.DATABASE),
                new CounterLook(readings.takenAt(), readings.serverStartedAt(), null, 0, false),
                databases.stream().map(database -> reading(database, numbers)).toList());
    }

    private static CounterReading<Integer> reading(
            DatabaseReading database, Map<Long, Integer> numbers) {
        return new CounterReading<>(
                Relations.number(numbers, database.oid()),
                database.oid(),
                database.statisticsResetAt(),
                database.counters());
    }

    /** The numbers of databases by their oids. */
    public Map<Long, Integer> numbers(JdbcClient jdbc, NodeKey node) {
        Map<Long, Integer> numbers = new HashMap<>();
        jdbc.sql(NUMBERS)
                .params(node.instanceId())
                .query(
                        row -> {
                            numbers.put(row.getLong("database_oid"), row.getInt("database_id"));
                        });
        return numbers;
    }

    private static void writeStates(
            JdbcClient jdbc, NodeKey node, Map<Long, Integer> numbers, DatabaseReadings readings) {
        List<DatabaseReading> databases = readings.databases();
        jdbc.sql(STATES)
                .param("instance", node.instanceId())
                .param("taken", Times.of(readings.takenAt()))
                .param(
                        "ids",
                        databases.stream()
                                .mapToInt(d -> Relations.number(numbers, d.oid()))
                                .toArray())
                .param("bytes", databases.stream().map(DatabaseReading::size).toArray(Long[]::new))
                .param(
                        "ages",
                        databases.stream()
                                .mapToLong(DatabaseReading::frozenTransactionAge)
                                .toArray())
                .update();
    }
}
