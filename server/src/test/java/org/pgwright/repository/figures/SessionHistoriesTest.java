package org.pgwright.repository.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;

/** What sessions did over a time, from what is kept of the looks at them. */
final class SessionHistoriesTest {
    private static final FiguresOptions HOUR = new FiguresOptions(null, Duration.ofHours(1), 10);

    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute(
                "CREATE TABLE activity_minute_all PARTITION OF activity_minute DEFAULT",
                "CREATE TABLE session_event_all PARTITION OF session_event DEFAULT",
                "CREATE TABLE activity_sample_all PARTITION OF activity_sample DEFAULT",
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by, created_at)
                SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id, '2026-03-01 12:00Z'
                  FROM app_user
                """,
                """
                INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                SELECT instance_id, a, 'pgwright', '{}', a = 'db2:5432', '18.1', now()
                  FROM instance CROSS JOIN unnest('{db1:5432,db2:5432}'::text[]) AS a
                """,
                """
                INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
                SELECT instance_id, repeat(hash, 16), 'select ' || hash, false, now()
                  FROM instance CROSS JOIN unnest('{aaaa,bbbb}'::text[]) AS hash
                """);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    @Test
    void showAveragesOverTheLooksOfAllNodes() {
        // Two nodes of which one was looked at half as often, in the last ten minutes.
        database.execute(
                """
                INSERT INTO activity_minute (
                    instance_id, minute, node_id, database_name, role_name, application_name,
                    statement_id, state, wait_type, wait_event, seen, samples)
                SELECT n.instance_id, '2026-03-01 11:49Z'::timestamptz + m * interval '1 minute',
                       n.node_id, d.name, d.name, d.application, d.statement, d.state, d.type,
                       d.event, d.seen / n.node_id, d.samples / n.node_id
                  FROM node n, generate_series(1, 10) AS m,
                       (VALUES ('', '', 0, '', '', '', 0, 60),
                               ('app', 'web', 1, 'active', 'Lock', 'tuple', 90, 0),
                               ('app', 'web', 2, 'active', '', '', 30, 0),
                               ('app', 'job', 2, 'idle in transaction', 'Client', 'ClientRead',
                                60, 0))
                       AS d (name, application, statement, state, type, event, seen, samples)
                """);

        JsonNode activity = json(figures().activity(HOUR).render(FiguresFormat.JSON, Layout.PLAIN));
        assertThat(activity.path("looks").asLong()).isEqualTo(900);
        assertThat(activity.path("activeSessions").asDouble()).isEqualTo(4);
        assertThat(activity.path("idleInTransactionSessions").asDouble()).isEqualTo(2);
        assertThat(activity.path("waits").toString())
                .isEqualTo(
                        "[{\"waitType\":\"Lock\",\"waitEvent\":\"tuple\",\"activeSessions\":3.0},"
                                + "{\"waitType\":\"\",\"waitEvent\":\"\",\"activeSessions\":1.0}]");
        assertThat(activity.path("queries").path(0).path("pattern").asString())
                .isEqualTo("select aaaa");
        assertThat(activity.path("queries").path(1).path("idleInTransactionSessions").asDouble())
                .isEqualTo(2);
        assertThat(activity.path("clients").path(0).path("application").asString())
                .isEqualTo("web");
        assertThat(activity.path("points").path(0).path("activeSessions").isNull()).isTrue();
        assertThat(activity.path("points").path(28).path("activeSessions").asDouble()).isEqualTo(4);

        String text = figures().activity(HOUR).render(FiguresFormat.TEXT, Layout.PLAIN);
        assertThat(text)
                .contains(
                        "4.00 active sessions on average",
                        "900 looks; idle in transaction 2.00",
                        "█████  0 to 4.00",
                        "75.0 %      3.00  Lock  tuple",
                        "25.0 %      1.00        nothing: it runs",
                        "aaaaaaaa  select aaaa");
        assertThat(text.lines().skip(1)).allMatch(line -> line.length() <= Layout.PLAIN.columns());
    }

    @Test
    void sayThatNobodyLooked() {
        assertThat(figures().activity(HOUR).render(FiguresFormat.TEXT, Layout.PLAIN))
                .contains("0.00 active sessions on average", "Nobody looked");
        assertThat(figures().locks(HOUR).render(FiguresFormat.TEXT, Layout.PLAIN))
                .contains("0 waits for locks, 0.00 ms in all; 0 long transactions");
    }

    @Test
    void rankThoseThatHeldOthersUpByTheTimeWaited() {
        event("lock_wait", 11, 40_000, 40, "[" + blocker(20, 1, false, 40) + "]");
        // Behind the other in the queue: both waited for the same one.
        event(
                "lock_wait",
                12,
                30_000,
                30,
                "[" + blocker(11, 2, true, 30) + "," + blocker(20, 1, false, 30) + "]");
        event("lock_wait", 13, 10_000, 10, "[" + blocker(0, 0, false, 5) + "]");
        event("idle_in_transaction", 20, 90_000, 60, "[]");
        event("long_transaction", 21, 900_000, 600, "[]");
        database.execute(
                "UPDATE session_event SET ended_at = NULL, is_partly_seen = true WHERE pid = 21");

        JsonNode locks = json(figures().locks(HOUR).render(FiguresFormat.JSON, Layout.PLAIN));
        assertThat(locks.path("waitCount").asInt()).isEqualTo(3);
        assertThat(locks.path("waitedMillis").asDouble()).isEqualTo(80_000);
        assertThat(locks.path("blockers"))
                .extracting(
                        one ->
                                one.path("pattern").asString("prepared")
                                        + one.path("waitedMillis").asInt()
                                        + " "
                                        + one.path("waits"))
                .containsExactly("select aaaa70000 2", "prepared5000 1");
        assertThat(locks.path("waits").path(1).path("blockers").size()).isEqualTo(2);
        assertThat(locks.path("transactions").path(0).path("endedAt").isNull()).isTrue();
        assertThat(locks.path("transactions").path(0).path("complete").asBoolean()).isFalse();

        String text = figures().locks(HOUR).render(FiguresFormat.TEXT, Layout.PLAIN);
        assertThat(text)
                .contains(
                        "3 waits for locks, 1.3 min in all; 2 long transactions",
                        "(a prepared transaction)",
                        "Whom they waited for",
                        "15.0 min*…",
                        "* Looks are missing",
                        "… It was there at the last look.");
        assertThat(text.lines().skip(1)).allMatch(line -> line.length() <= Layout.PLAIN.columns());
    }

    @Test
    void showOnlyWhatWasSeenInThatTime() {
        event("lock_wait", 11, 40_000, 40, "[]");
        database.execute("UPDATE session_event SET last_seen_at = last_seen_at - interval '2 h'");

        assertThat(figures().locks(HOUR).events()).isEmpty();
        assertThat(figures().locks(new FiguresOptions(null, Duration.ofHours(3), null)).events())
                .hasSize(1);
    }

    @Test
    void areInTheStatusWithWhatRunsForLong() {
        event("lock_wait", 11, 40_000, 40, "[]");
        event("long_transaction", 21, 900_000, 600, "[]");
        database.execute(
                """
                INSERT INTO activity_sample (
                    instance_id, node_id, taken_at, connections, connection_limit, pids, states,
                    wait_types, wait_events, database_names, role_names, application_names,
                    statement_ids, transaction_millis, query_millis, blockers)
                SELECT instance_id, 1, '2026-03-01 12:00Z', 7, 100, '{11,12,13,14}',
                       '{active,active,idle in transaction,active}', '{"",Lock,Client,""}',
                       '{"",tuple,ClientRead,""}', '{shop,shop,shop,shop}', '{app,app,app,""}',
                       '{web,web,job,""}', '{1,2,2,1}', '{70000,NULL,90000,99000}',
                       '{61000,5000,90000,99000}', '{"",11,"",""}'
                  FROM instance
                """);

        JsonNode status = json(figures().status(HOUR).render(FiguresFormat.JSON, Layout.PLAIN));
        assertThat(status.path("today").path("waits").asInt()).isOne();
        assertThat(status.path("today").path("waitedMillis").asInt()).isEqualTo(40_000);
        assertThat(status.path("today").path("longTransactions").asInt()).isOne();
        assertThat(status.path("today").path("from").asString()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(status.path("sessions").path("waitingForLocks").asInt()).isOne();
        assertThat(status.path("connections").path(0).path("states").toString())
                .isEqualTo("{\"active\":2,\"idle\":4,\"idle in transaction\":1}");
        assertThat(status.path("longRunningQueries").size()).isOne();
        assertThat(status.path("longRunningQueries").path(0).path("query").asString())
                .isEqualTo("select aaaa");
        for (String figure :
                new String[] {
                    "transactionsPerSecond",
                    "cacheHitPercent",
                    "slowQueries",
                    "topTables",
                    "topQueries",
                    "deadlocks",
                    "tempBytes",
                    "replication"
                }) {
            assertThat(status.has(figure)).as(figure).isTrue();
        }

        String text = figures().status(HOUR).render(FiguresFormat.TEXT, Layout.PLAIN);
        assertThat(text)
                .contains(
                        "0 slow queries, 0 slow executions logged; 0 deadlocks; 1 wait for a lock"
                                + " (40.00 s)",
                        "1 transaction over 5 min, 0 idle over 1 min",
                        "1 waiting for locks",
                        "1.0 min   11  shop      app   select aaaa");
    }

    private void event(String kind, int pid, long lasted, int looks, String blockers) {
        database.execute(
                """
                INSERT INTO session_event (
                    instance_id, first_seen_at, node_id, pid, kind, began_at, work_began_at,
                    last_seen_at, ended_at, lasted_millis, looks, is_partly_seen, database_name,
                    role_name, application_name, state, statement_id, blockers)
                SELECT instance_id, '2026-03-01 11:30Z', 1, %d, '%s', '2026-03-01 11:30Z',
                       '2026-03-01 11:30Z', '2026-03-01 11:45Z', '2026-03-01 11:45Z', %d, %d,
                       false, 'shop', 'app', 'web', 'active', 2, '%s'
                  FROM instance
                """
                        .formatted(pid, kind, lasted, looks, blockers));
    }

    private static String blocker(int pid, int statement, boolean waiting, int looks) {
        return """
               {"pid": %d, "database": "shop", "role": "app", "application": "job",
                "state": "idle in transaction", "statement": %d, "waiting": %s, "looks": %d}"""
                .formatted(pid, statement, waiting, looks);
    }

    private Figures figures() {
        return new Figures(repository);
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }
}
