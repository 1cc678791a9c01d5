package org.pgwright.repository.performance;

import org.pgwright.observation.LoggedCallHour;
import org.pgwright.workload.CallTimes;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adds logged calls up by the hour, with how long they took. Calls in databases or of statements
 * that have no number are left out.
 */
public final class LoggedCallHours {
    private static final String READ =
            """
            SELECT h.hour, h.database_id, h.role_name, h.statement_id, h.call_times
              FROM logged_call_hour h
              JOIN unnest(:hours::timestamptz[], :databases::integer[], :roles::text[],
                          :statements::integer[])
                   AS k (hour, database_id, role_name, statement_id)
                   USING (hour, database_id, role_name, statement_id)
             WHERE h.instance_id = :instance AND h.node_id = :node
            """;

    private static final String KEEP =
            """
            INSERT INTO logged_call_hour AS h (
                instance_id, hour, node_id, database_id, role_name, statement_id, calls, total_time,
                call_times)
            SELECT :instance, k.hour, :node, k.database_id, k.role_name, k.statement_id, k.calls,
                   k.total_time, k.call_times
              FROM unnest(:hours::timestamptz[], :databases::integer[], :roles::text[],
                          :statements::integer[], :calls::bigint[], :totals::bigint[],
                          :times::bytea[])
                   AS k (hour, database_id, role_name, statement_id, calls, total_time, call_times)
            ON CONFLICT (instance_id, hour, node_id, database_id, role_name, statement_id)
            DO UPDATE
            SET calls = excluded.calls,
                total_time = h.total_time + excluded.total_time,
                call_times = excluded.call_times
            """;

    /** So many rows go to the server at once: some megabytes at most. */
    private static final int CHUNK = 2_000;

    private record Numbered(Instant hour, int database, String role, int statement) {}

    /**
     * Adds calls. One process at a time does so for a node.
     *
     * @param hours each key once
     */
    public void add(LogPlace place, List<LoggedCallHour> hours) {
        Map<Numbered, LoggedCallHour> numbered = new HashMap<>();
        for (LoggedCallHour hour : hours) {
            Integer database = place.databases().get(hour.key().database());
            Integer statement = place.statements().get(hour.key().hash());
            if (database != null && statement != null) {
                numbered.put(
                        new Numbered(hour.key().hour(), database, hour.key().role(), statement),
                        hour);
            }
        }
        List<Numbered> keys = new ArrayList<>(numbered.keySet());
        for (int from = 0; from < keys.size(); from += CHUNK) {
            List<Numbered> chunk = keys.subList(from, Math.min(keys.size(), from + CHUNK));
            addChunk(place, chunk, numbered);
        }
    }

    private static void addChunk(
            LogPlace place, List<Numbered> keys, Map<Numbered, LoggedCallHour> hours) {
        Map<Numbered, CallTimes> before = new HashMap<>();
        place.jdbc()
                .sql(READ)
                .params(keyed(place, keys))
                .query(
                        row -> {
                            before.put(
                                    new Numbered(
                                            row.getObject("hour", OffsetDateTime.class).toInstant(),
                                            row.getInt("database_id"),
                                            row.getString("role_name"),
                                            row.getInt("statement_id")),
                                    CallTimes.decoded(row.getBytes("call_times")));
                        });
        long[] calls = new long[keys.size()];
        long[] totals = new long[keys.size()];
        byte[][] times = new byte[keys.size()][];
        for (int i = 0; i < calls.length; i++) {
            LoggedCallHour more = Objects.requireNonNull(hours.get(keys.get(i)));
            CallTimes all = before.getOrDefault(keys.get(i), new CallTimes());
            all.add(more.times());
            calls[i] = all.logged();
            totals[i] = more.totalMicros();
            times[i] = all.encoded();
        }
        place.jdbc()
                .sql(KEEP)
                .params(keyed(place, keys))
                .param("calls", calls)
                .param("totals", totals)
                .param("times", times)
                .update();
    }

    private static Map<String, Object> keyed(LogPlace place, List<Numbered> keys) {
        return Map.of(
                "instance", place.node().instanceId(),
                "node", place.node().nodeId(),
                "hours", keys.stream().map(k -> k.hour().toString()).toArray(String[]::new),
                "databases", keys.stream().mapToInt(Numbered::database).toArray(),
                "roles", keys.stream().map(Numbered::role).toArray(String[]::new),
                "statements", keys.stream().mapToInt(Numbered::statement).toArray());
    }
}
