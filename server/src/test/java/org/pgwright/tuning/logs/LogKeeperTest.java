package org.pgwright.tuning.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.log.LogReading;
import org.pgwright.log.ServerLogs;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;
import org.pgwright.observation.LogPosition;
import org.pgwright.observation.NodeKey;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.Lease;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Logs that real servers wrote are stored, once and without literals. */
final class LogKeeperTest {
    private TestDatabase kept;
    private Repository repository;
    private LogKeeper log;

    @BeforeEach
    void openARepository() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock, new Random());
        RegisteredNode registered =
                new Instances(repository, clock, ids)
                        .register(
                                new ServerSeen(
                                        7,
                                        ConnectionSettings.to("h", 5432, "u", "postgres", "p"),
                                        "u",
                                        false,
                                        "18.0",
                                        Instant.EPOCH),
                                null);
        NodeKey node = new NodeKey(registered.instanceId(), registered.nodeId());
        repository
                .jdbc()
                .sql(
                        """
                        INSERT INTO monitored_database (
                            instance_id, database_oid, database_name, first_seen, last_seen)
                        VALUES (?, 5, 'postgres', now(), now())
                        """)
                .params(node.instanceId())
                .update();
        log =
                new LogKeeper(
                        new Keeper(
                                repository,
                                new Partitions(repository, clock, Retention.DEFAULT),
                                new Lease(ids.next())),
                        node,
                        new LogStoring(ids::next, clock, true, 1_000));
    }

    @AfterEach
    void closeIt() {
        repository.close();
        kept.close();
    }

    @ParameterizedTest
    @CsvSource({"14, csv", "14, log", "18, csv", "18, json", "18, log"})
    void storesExecutionsWithTheirPlansOnce(int major, String form) throws IOException {
        keep(form, ServerLogs.of(major, form));

        assertThat(
                        text(
                                """
                                SELECT concat_ws(' ', count(*), count(*) FILTER (WHERE
                                       rows_examined_source = 'measured'), max(rows_returned),
                                       min(calls), min(source), min(database_user))
                                  FROM query_performance_log
                                 WHERE query_pattern LIKE 'select count (*) from shop where name like%'
                                """))
                .isEqualTo("4 2 1 1 log postgres");
        assertThat(
                        text(
                                """
                                SELECT calls::text FROM logged_call_hour
                                  JOIN statement USING (instance_id, statement_id)
                                 WHERE query_text LIKE 'select count (*) from shop where name like%'
                                """))
                .isEqualTo("4");
    }

    @ParameterizedTest
    @CsvSource({"14, csv", "18, json", "18, log"})
    void storesNoLiteral(int major, String form) throws IOException {
        keep(form, ServerLogs.of(major, form));

        for (String table : List.of("query_performance_log", "log_event", "plan", "statement")) {
            assertThat(text("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t"))
                    .isNotEmpty()
                    .doesNotContain("secret", "it's", "%9");
        }
        assertThat(text("SELECT string_agg(DISTINCT kind::text, ' ') FROM log_event"))
                .contains("checkpoint", "deadlock", "error", "lock_wait", "server");
    }

    @Test
    void addsUpHowLongScansOfIndexesTook() throws IOException {
        kept.execute(
                """
                INSERT INTO monitored_table (instance_id, database_id, schema_name, table_name, kind,
                                             first_seen, last_seen)
                SELECT instance_id, database_id, 'public', n, 'r', now(), now()
                  FROM monitored_database, unnest('{orders,lines,others}'::text[]) n
                """,
                """
                INSERT INTO monitored_index (instance_id, table_id, index_name, method, definition,
                                             keys, is_unique, is_primary, is_constraint, is_valid,
                                             first_seen, last_seen)
                SELECT instance_id, table_id,
                       CASE table_name WHEN 'orders' THEN 'orders_pkey' ELSE 'twice' END, 'btree',
                       '', '[]', true, true, true, true, now(), now()
                  FROM monitored_table
                """);
        String plan =
                """
                {"Query Text": "SELECT FROM orders", "Plan": {"Node Type": "Nested Loop",
                 "Actual Startup Time": 0.1, "Actual Total Time": 9.0, "Actual Rows": 3,
                 "Actual Loops": 1, "Plans": [
                  {"Node Type": "Index Scan", "Index Name": "orders_pkey", "Relation Name": "orders",
                   "Actual Startup Time": 0.1, "Actual Total Time": 0.25, "Actual Rows": 1,
                   "Actual Loops": %d},
                  {"Node Type": "Index Scan", "Index Name": "twice", "Relation Name": "lines",
                   "Actual Startup Time": 0.1, "Actual Total Time": 0.5, "Actual Rows": 1,
                   "Actual Loops": 3}]}}
                """;
        keep("json", planLogged(1, plan.formatted(30)));
        keep("json", planLogged(2, plan.formatted(10)));

        assertThat(
                        text(
                                """
                                SELECT string_agg(concat_ws(' ', index_name, scans, total_time), ', ')
                                  FROM logged_scan_hour JOIN monitored_index USING (index_id)
                                """))
                .isEqualTo("orders_pkey 40 10000");
    }

    private static byte[] planLogged(int line, String plan) {
        ObjectNode entry =
                new JsonMapper()
                        .createObjectNode()
                        .put("timestamp", "2026-11-27 10:00:0" + line + ".000 UTC")
                        .put("user", "app")
                        .put("dbname", "postgres")
                        .put("pid", 7)
                        .put("session_id", "6a1.7")
                        .put("line_num", line)
                        .put("error_severity", "LOG")
                        .put("message", "duration: 9.100 ms  plan:\n" + plan);
        return (entry + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void storesNothingOfABatchThatFailsNorItsPosition() throws IOException {
        byte[] bytes = ServerLogs.of(TestServers.NEWEST, "csv");
        kept.execute("ALTER TABLE log_position ADD CONSTRAINT refuses CHECK (false)");

        assertThat(catchThrowable(() -> keep("csv", bytes))).isNotNull();
        assertThat(text("SELECT count(*)::text FROM query_performance_log")).isEqualTo("0");
        assertThat(log.reached("folder")).isNull();

        kept.execute("ALTER TABLE log_position DROP CONSTRAINT refuses");
        keep("csv", bytes);
        String once = text("SELECT sum(calls)::text FROM logged_call_hour");
        assertThat(Long.parseLong(once)).isPositive();
        assertThat(log.reached("folder"))
                .isEqualTo(new LogPosition("folder", "server.log", "1", bytes.length));
    }

    private void keep(String name, byte[] bytes) throws IOException {
        LogForm form =
                name.equals("log")
                        ? new LogForm.Plain(LinePrefix.of(ServerLogs.PREFIX))
                        : LogForm.detected(bytes, Math.min(bytes.length, 1 << 16)).orElseThrow();
        List<LogReading.Batch> batches = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            new LogReading(form, threads, true)
                    .read(new ByteArrayInputStream(bytes), 0, batches::add, read -> {});
        }
        batches.forEach(
                batch ->
                        log.keep(
                                batch,
                                new LogPosition("folder", "server.log", "1", batch.position())));
    }

    private String text(String sql) {
        return String.valueOf(repository.jdbc().sql(sql).query(String.class).list().getFirst());
    }
}
