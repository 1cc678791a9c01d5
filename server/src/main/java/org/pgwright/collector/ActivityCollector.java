package org.pgwright.collector;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Activity;
import org.pgwright.observation.Session;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;
import org.pgwright.workload.NormalizedText;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what the sessions of a server do at this moment, and what they wait for. Ages are by one
 * reading of the clock, so that what they tell of beginnings is the same at every look.
 */
public final class ActivityCollector {
    private ActivityCollector() {}

    /** All sessions but those of pgwright, which only the number of connections holds. */
    public static Activity read(ReadTransaction transaction) {
        List<Session> sessions = new ArrayList<>();
        Head head = new Head();
        transaction.each(
                "collector.activity",
                Deadlines.ACTIVITY,
                row -> {
                    head.read(row);
                    if (!row.flag("is_ours")) {
                        sessions.add(session(row));
                    }
                });
        return new Activity(head.takenAt, head.connections, head.connectionLimit, sessions);
    }

    /** What every row says of the whole. */
    private static final class Head {
        private Instant takenAt = Instant.EPOCH;
        private int connections;
        private int connectionLimit;

        void read(Row row) throws SQLException {
            takenAt = Micros.instant(row, "taken_at_micros");
            connections = row.integer("connections");
            connectionLimit = row.integer("connection_limit");
        }
    }

    private static Session session(Row row) throws SQLException {
        return new Session(
                row.integer("pid"),
                row.text("backend_type"),
                row.text("state"),
                new Session.Wait(row.text("wait_type"), row.text("wait_event")),
                new Session.Client(
                        row.text("database_name"),
                        row.text("role_name"),
                        row.text("application_name"),
                        row.text("client_address")),
                row.number("query_id"),
                NormalizedText.of(row.text("query_text")),
                millis(row.numberOrNull("transaction_millis")),
                millis(row.numberOrNull("query_millis")),
                blockers(row.text("blockers")));
    }

    private static @Nullable Duration millis(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static List<Integer> blockers(String pids) {
        return pids.isEmpty()
                ? List.of()
                : Arrays.stream(pids.split(",")).map(Integer::valueOf).distinct().toList();
    }
}
