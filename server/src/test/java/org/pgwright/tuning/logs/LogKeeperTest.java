package org.pgwright.tuning.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.log.ServerLogs;
import org.pgwright.observation.LogPosition;
import org.pgwright.testing.TestServers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Logs that real servers wrote are stored, once and without literals. */
final class LogKeeperTest {
    private StoredLog log;

    @BeforeEach
    void openARepository() {
        log = new StoredLog(true);
    }

    @AfterEach
    void closeIt() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({"14, csv", "14, log", "18, csv", "18, json", "18, log"})
    void storesExecutionsWithTheirPlansOnce(int major, String form) {
        log.keep(form, ServerLogs.of(major, form));

        assertThat(
                        log.text(
                                """
                                SELECT concat_ws(' ', count(*), count(*) FILTER (WHERE
                                       rows_examined_source = 'measured'), max(rows_returned),
                                       min(calls), min(source), min(database_user))
                                  FROM query_performance_log
                                 WHERE query_pattern LIKE 'select count (*) from shop where name like%'
                                """))
                .isEqualTo("4 2 1 1 log postgres");
        assertThat(
                        log.text(
                                """
                                SELECT calls::text FROM logged_call_hour
                                  JOIN statement USING (instance_id, statement_id)
                                 WHERE query_text LIKE 'select count (*) from shop where name like%'
                                """))
                .isEqualTo("4");
    }

    @ParameterizedTest
    @CsvSource({"14, csv", "18, json", "18, log"})
    void storesNoLiteral(int major, String form) {
        log.keep(form, ServerLogs.of(major, form));

        for (String table : List.of("query_performance_log", "log_event", "plan", "statement")) {
            assertThat(
                            log.text(
                                    "SELECT coalesce(string_agg(t::text, ' '), '') FROM "
                                            + table
                                            + " t"))
                    .isNotEmpty()
                    .doesNotContain("secret", "it's", "%9");
        }
        assertThat(log.text("SELECT string_agg(DISTINCT kind::text, ' ') FROM log_event"))
                .contains("checkpoint", "deadlock", "error", "lock_wait", "server");
    }

    @Test
    void addsUpHowLongScansOfIndexesTook() {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        log.execute(
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
        log.add(new CsvLog().plan(hour.plusSeconds(1), "app", 9.1, plan.formatted(30).strip()));
        log.add(new CsvLog().plan(hour.plusSeconds(2), "app", 9.1, plan.formatted(10).strip()));

        assertThat(
                        log.text(
                                """
                                SELECT string_agg(concat_ws(' ', index_name, scans, total_time), ', ')
                                  FROM logged_scan_hour JOIN monitored_index USING (index_id)
                                """))
                .isEqualTo("orders_pkey 40 10000");
    }

    @Test
    void storesNothingOfABatchThatFailsNorItsPosition() {
        byte[] bytes = ServerLogs.of(TestServers.NEWEST, "csv");
        log.execute("ALTER TABLE log_position ADD CONSTRAINT refuses CHECK (false)");

        assertThat(catchThrowable(() -> log.keep("csv", bytes))).isNotNull();
        assertThat(log.text("SELECT count(*)::text FROM query_performance_log")).isEqualTo("0");
        assertThat(log.reached()).isNull();

        log.execute("ALTER TABLE log_position DROP CONSTRAINT refuses");
        log.keep("csv", bytes);
        String once = log.text("SELECT sum(calls)::text FROM logged_call_hour");
        assertThat(Long.parseLong(once)).isPositive();
        assertThat(log.reached())
                .isEqualTo(new LogPosition("folder", "server.log", "1", bytes.length));
    }
}
