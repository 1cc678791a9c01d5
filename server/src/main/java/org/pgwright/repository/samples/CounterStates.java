package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.Counters;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How counters stood when they were looked at last. */
final class CounterStates {
    private static final String LOCK_LOOK =
            """
            SELECT taken_at, server_started_at, statistics_reset_at, evictions, is_restricted
              FROM counter_look
             WHERE instance_id = ? AND node_id = ? AND kind = ?::counter_kind AND database_id = ?
               FOR UPDATE
            """;

    private static final String WRITE_LOOK =
            """
            INSERT INTO counter_look (
                instance_id, node_id, kind, database_id, taken_at, server_started_at,
                statistics_reset_at, evictions, is_restricted)
            VALUES (?, ?, ?::counter_kind, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (instance_id, node_id, kind, database_id) DO UPDATE
            SET taken_at = excluded.taken_at,
                server_started_at = excluded.server_started_at,
                statistics_reset_at = excluded.statistics_reset_at,
                evictions = excluded.evictions,
                is_restricted = excluded.is_restricted
            """;

    private static final String READ =
            """
            SELECT object_id, incarnation, since, counters
              FROM counter_state
             WHERE instance_id = ? AND node_id = ? AND kind = ?::counter_kind AND database_id = ?
            """;

    private static final String WRITE =
            """
            INSERT INTO counter_state (
                instance_id, node_id, kind, database_id, object_id, incarnation, since, counters)
            SELECT ?, ?, ?::counter_kind, ?, s.object_id, s.incarnation, s.since, s.counters::bigint[]
              FROM unnest(?::integer[], ?::bigint[], ?::timestamptz[], ?::text[])
                   AS s (object_id, incarnation, since, counters)
            ON CONFLICT (instance_id, node_id, kind, object_id) DO UPDATE
            SET incarnation = excluded.incarnation,
                since = excluded.since,
                counters = excluded.counters
            """;

    private static final String FORGET =
            """
            DELETE FROM counter_state
             WHERE instance_id = ? AND node_id = ? AND kind = ?::counter_kind AND database_id = ?
               AND object_id = ANY (?)
            """;

    Optional<CounterLook> lockLook(JdbcClient jdbc, CounterScope scope) {
        return jdbc.sql(LOCK_LOOK).params(key(scope)).query((row, number) -> look(row)).optional();
    }

    void writeLook(JdbcClient jdbc, CounterScope scope, CounterLook look) {
        List<@Nullable Object> values = new ArrayList<>(key(scope));
        values.add(Times.of(look.takenAt()));
        values.add(Times.of(look.serverStartedAt()));
        values.add(Times.ofNullable(look.statisticsResetAt()));
        values.add(look.evictions());
        values.add(look.isRestricted());
        jdbc.sql(WRITE_LOOK).params(values).update();
    }

    Map<Integer, CounterReading<Integer>> read(JdbcClient jdbc, CounterScope scope) {
        Map<Integer, CounterReading<Integer>> states = new HashMap<>();
        jdbc.sql(READ)
                .params(key(scope))
                .query((row, number) -> reading(row))
                .list()
                .forEach(reading -> states.put(reading.object(), reading));
        return states;
    }

    /** Writes those that changed, and forgets those that are gone. */
    void write(
            JdbcClient jdbc,
            CounterScope scope,
            Map<Integer, CounterReading<Integer>> past,
            List<CounterReading<Integer>> readings) {
        Set<Integer> gone = new HashSet<>(past.keySet());
        List<CounterReading<Integer>> changed = new ArrayList<>();
        for (CounterReading<Integer> reading : readings) {
            gone.remove(reading.object());
            if (!reading.equals(past.get(reading.object()))) {
                changed.add(reading);
            }
        }
        upsert(jdbc, scope, changed);
        if (!gone.isEmpty()) {
            List<Object> values = new ArrayList<>(key(scope));
            values.add(gone.toArray(Integer[]::new));
            jdbc.sql(FORGET).params(values).update();
        }
    }

    private static void upsert(
            JdbcClient jdbc, CounterScope scope, List<CounterReading<Integer>> changed) {
        if (changed.isEmpty()) {
            return;
        }
        List<Object> values = new ArrayList<>(key(scope));
        values.add(changed.stream().mapToInt(CounterReading::object).toArray());
        values.add(changed.stream().mapToLong(CounterReading::incarnation).toArray());
        values.add(
                changed.stream()
                        .map(r -> r.since() == null ? null : r.since().toString())
                        .toArray(String[]::new));
        values.add(changed.stream().map(r -> literal(r.counters())).toArray(String[]::new));
        jdbc.sql(WRITE).params(values).update();
    }

    /** unnest() would take arrays of arrays apart; so each goes as a text. */
    private static String literal(Counters counters) {
        StringBuilder literal = new StringBuilder("{");
        for (long value : counters.values()) {
            literal.append(literal.length() == 1 ? "" : ",").append(value);
        }
        return literal.append('}').toString();
    }

    private static List<Object> key(CounterScope scope) {
        return List.of(
                scope.node().instanceId(),
                scope.node().nodeId(),
                scope.kind().word(),
                scope.databaseId());
    }

    private static CounterLook look(ResultSet row) throws SQLException {
        return new CounterLook(
                Times.read(row, "taken_at"),
                Times.read(row, "server_started_at"),
                Times.readNullable(row, "statistics_reset_at"),
                row.getLong("evictions"),
                row.getBoolean("is_restricted"));
    }

    private static CounterReading<Integer> reading(ResultSet row) throws SQLException {
        Long[] values = (Long[]) row.getArray("counters").getArray();
        long[] counters = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            counters[i] = values[i];
        }
        return new CounterReading<>(
                row.getInt("object_id"),
                row.getLong("incarnation"),
                Times.readNullable(row, "since"),
                Counters.of(counters));
    }
}
