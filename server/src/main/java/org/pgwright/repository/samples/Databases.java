package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.DatabaseReading;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.NodeKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keeps the databases of an instance, how they are, and what is counted of each. */
public final class Databases {
    private static final String NAME =
            """
            INSERT INTO monitored_database (
                instance_id, database_oid, database_name, first_seen, last_seen)
            VALUES (:instance, :oid, :name, :seen, :seen)
            ON CONFLICT (instance_id, database_oid) DO UPDATE
            SET database_name = excluded.database_name,
                last_seen = greatest(monitored_database.last_seen, excluded.last_seen)
            RETURNING database_id
            """;

    private static final String NUMBERS =
            """
            SELECT database_id, database_oid, database_name
              FROM monitored_database
             WHERE instance_id = ?
            """;

    private static final String STATE =
            """
            INSERT INTO database_state (
                instance_id, database_id, taken_at, database_bytes, frozen_transaction_age)
            VALUES (:instance, :database, :taken, :bytes, :age)
            ON CONFLICT (instance_id, database_id) DO UPDATE
            SET taken_at = excluded.taken_at,
                database_bytes = coalesce(excluded.database_bytes, database_state.database_bytes),
                frozen_transaction_age = excluded.frozen_transaction_age
            """;

    private final CounterStore counters;

    public Databases(CounterStore counters) {
        this.counters = counters;
    }

    /** Keeps a look at all databases of a node; how they are is taken from the primary. */
    public void record(
            JdbcClient jdbc, NodeKey node, boolean isPrimary, DatabaseReadings readings) {
        for (DatabaseReading database : readings.databases()) {
            int number = number(jdbc, node, database, readings.takenAt());
            if (isPrimary) {
                writeState(jdbc, node, number, database, readings.takenAt());
            }
            counters.record(
                    jdbc,
                    new CounterScope(node, CounterKind.DATABASE, number),
                    new CounterLook(
                            readings.takenAt(),
                            readings.serverStartedAt(),
                            database.statisticsResetAt(),
                            0,
                            false),
                    List.of(
                            new CounterReading<>(
                                    number, database.oid(), null, database.counters())));
        }
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

    private static int number(
            JdbcClient jdbc, NodeKey node, DatabaseReading database, Instant seen) {
        return Objects.requireNonNull(
                jdbc.sql(NAME)
                        .param("instance", node.instanceId())
                        .param("oid", database.oid())
                        .param("name", database.name())
                        .param("seen", Times.of(seen))
                        .query(Integer.class)
                        .single());
    }

    private static void writeState(
            JdbcClient jdbc, NodeKey node, int number, DatabaseReading database, Instant taken) {
        jdbc.sql(STATE)
                .param("instance", node.instanceId())
                .param("database", number)
                .param("taken", Times.of(taken))
                .param("bytes", database.size())
                .param("age", database.frozenTransactionAge())
                .update();
    }
}
