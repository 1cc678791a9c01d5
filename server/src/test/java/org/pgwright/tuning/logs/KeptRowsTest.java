package org.pgwright.tuning.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** However much a log holds: few rows are kept of it, and all of it counts. */
final class KeptRowsTest {
    private static final String ROWS = "SELECT count(*)::text FROM query_performance_log";
    private static final String CALLS =
            "SELECT concat_ws(' ', sum(calls), (sum(total_time) / 1000)::bigint) FROM logged_call_hour";

    private final Instant minute =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    private StoredLog log;

    @BeforeEach
    void openARepository() {
        log = new StoredLog(true);
    }

    @AfterEach
    void closeIt() {
        log.close();
    }

    @Test
    void keepsAFewFastAndManySlowExecutionsOfAStatementAMinute() {
        // in two parts, so that what is counted goes on from batch to batch
        for (int part = 0; part < 2; part++) {
            CsvLog entries = new CsvLog();
            for (int i = 0; i < 400; i++) {
                entries.call(minute.plusMillis(part * 20_000 + i), "app", 2, "SELECT " + i);
                entries.call(
                        minute.plusMillis(part * 20_000 + i),
                        "app",
                        1_500,
                        "DELETE FROM t WHERE id = " + i);
            }
            log.add(entries);
        }
        log.add(new CsvLog().call(minute.plusSeconds(61), "app", 2, "SELECT 5"));

        assertThat(log.text(ROWS)).isEqualTo("104");
        assertThat(log.text(ROWS + " WHERE is_slow_query")).isEqualTo("100");
        assertThat(log.text(CALLS)).isEqualTo("1601 1201602");
        assertThat(log.text("SELECT count(*)::text FROM logged_call_hour")).isEqualTo("2");
    }

    @Test
    void keepsSomeExecutionsWithTheirPlansBeside() {
        CsvLog entries = new CsvLog();
        for (int i = 0; i < 30; i++) {
            Instant at = minute.plusMillis(10L * i);
            entries.plan(at, "app", 1.9, plan("SELECT " + i, "shop_pkey"));
            entries.call(at, "app", 2, "SELECT " + i);
            entries.call(at, "app", 2, "SELECT " + i);
        }
        log.add(entries);

        assertThat(
                        log.text(
                                ROWS
                                        + " WHERE plan_hash IS NOT NULL AND rows_examined_source = 'measured'"))
                .isEqualTo("10");
        assertThat(log.text(ROWS)).isEqualTo("13");
        assertThat(log.text(CALLS)).isEqualTo("60 120");
    }

    private static String plan(String statement, String index) {
        return """
               {"Query Text": "%s",
                "Plan": {"Node Type": "Index Scan", "Index Name": "%s", "Relation Name": "shop",
                         "Total Cost": 8.3, "Plan Rows": 4, "Plan Width": 4,
                         "Actual Rows": 2, "Actual Loops": 1, "Rows Removed by Filter": 5}}
               """
                .formatted(statement, index)
                .strip();
    }

    @Test
    void keepsABoundedNumberOfRowsAMinuteAndOfStatementsAnHour() {
        CsvLog entries = new CsvLog();
        for (int i = 0; i < LogMemory.MOST_STATEMENTS; i++) {
            entries.call(minute.plusMillis(i), "app", 2, "SELECT c" + i);
            entries.call(minute.plusMillis(i), "app", 2, "SELECT c" + i);
        }
        log.add(entries);
        assertThat(log.text(ROWS)).isEqualTo(String.valueOf(RowCaps.MOST_ROWS));
        assertThat(log.text(CALLS)).isEqualTo("10000 20000");
        assertThat(log.text("SELECT bool_or(is_lossy)::text FROM log_hour")).isEqualTo("false");

        log.add(new CsvLog().call(minute.plusSeconds(70), "app", 2, "SELECT one_too_many"));

        // that not all is kept of the hour is known
        assertThat(log.text(CALLS)).isEqualTo("10000 20000");
        assertThat(log.text("SELECT bool_or(is_lossy)::text FROM log_hour")).isEqualTo("true");
    }

    @Test
    void countsEventsBeyondTheLimitByTheirKind() {
        for (int part = 0; part < 2; part++) {
            CsvLog entries = new CsvLog();
            for (int i = 0; i < 800; i++) {
                String relation = "no_such_" + letters(800 * part + i);
                entries.error(
                        minute.plusMillis(800L * part + i),
                        "app",
                        "42P01",
                        "relation " + relation + " does not exist");
            }
            log.add(entries);
        }

        assertThat(
                        log.text(
                                """
                                SELECT concat_ws(' ', count(*), sum((details ->> 'count')::int),
                                           max((details ->> 'count')::int)
                                               FILTER (WHERE message = '(others)'))
                                  FROM log_event WHERE kind = 'error'
                                """))
                .isEqualTo("1001 1600 600");
    }

    /** Without digits, which are masked. */
    private static String letters(int number) {
        return String.valueOf(number)
                .chars()
                .map(digit -> digit - '0' + 'a')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void countsTheSameEventOfAMinuteInOneRow() {
        for (int part = 0; part < 3; part++) {
            CsvLog entries = new CsvLog();
            for (int i = 0; i < 5; i++) {
                entries.error(minute.plusSeconds(5 * part + i), "app", "22012", "division by zero");
            }
            log.add(entries);
        }
        log.add(new CsvLog().error(minute.plusSeconds(60), "app", "22012", "division by zero"));

        assertThat(
                        log.text(
                                """
                                SELECT string_agg(details ->> 'count', ' ' ORDER BY logged_at)
                                  FROM log_event
                                """))
                .isEqualTo("15 1");
    }

    @Test
    void linksExecutionsWithTheIndexesThatTheyUsedAndTheThresholdsThatTheyBreached() {
        log.execute(
                """
                INSERT INTO index_strategy (
                    id, instance_id, database_id, schema_name, table_name, index_name, index_type,
                    index_definition, columns, usage_pattern, maintenance_window, is_created,
                    created_by)
                SELECT gen_random_uuid(), d.instance_id, d.database_id, n.schema, 'shop', n.name,
                       'btree', '', '[]', 'point_lookup', 'any_time', true, u.id
                  FROM monitored_database d, app_user u,
                       (VALUES ('public', 'shop_pkey'), ('public', 'twice'), ('other', 'twice'))
                           n (schema, name)
                """,
                "UPDATE performance_threshold SET table_name = 'orders' WHERE metric_type = 'p95_latency'");
        CsvLog entries = new CsvLog();
        entries.plan(minute, "app", 1_900, plan("SELECT 1", "shop_pkey"));
        entries.call(minute, "app", 2_000, "SELECT 1");
        entries.plan(minute.plusSeconds(1), "app", 1, plan("SELECT 2", "twice"));
        entries.call(minute.plusSeconds(1), "app", 1.5, "SELECT 2");
        log.add(entries);

        assertThat(
                        log.text(
                                """
                                SELECT string_agg(y.index_name || ' ' || q.execution_time_ms::bigint, ' ')
                                  FROM query_log_strategy l
                                  JOIN index_strategy y ON y.id = l.index_strategy_id
                                  JOIN query_performance_log q ON q.id = l.query_log_id
                                """))
                .isEqualTo("shop_pkey 2000");
        // means have to be below 100 ms, the slowest hundredth below a second; p95 of another table
        assertThat(
                        log.text(
                                """
                                SELECT string_agg(h.metric_type || ' ' || q.execution_time_ms::bigint, ' '
                                                  ORDER BY h.metric_type)
                                  FROM query_log_breach b
                                  JOIN performance_threshold h ON h.id = b.threshold_id
                                  JOIN query_performance_log q ON q.id = b.query_log_id
                                """))
                .isEqualTo("mean_latency 2000 p99_latency 2000 slow_queries 2000");
    }

    @Test
    void takesRowsReturnedFromCountersWhereNoPlanTells() {
        log.add(new CsvLog().call(minute, "app", 2, "SELECT name FROM shop WHERE id = 1"));
        assertThat(rows()).isEqualTo("0 0 estimate");
        log.execute(
                """
                INSERT INTO statement_source (
                    instance_id, node_id, database_id, role_oid, role_name, queryid, is_top_level,
                    statement_id, first_seen)
                SELECT s.instance_id, n.node_id, d.database_id, r.oid, r.name, r.query,
                       r.top, s.statement_id, now()
                  FROM statement s, node n, monitored_database d,
                       (VALUES (1, 'app', 1, true), (1, 'app', 2, true), (1, 'app', 1, false),
                               (2, 'other', 1, true)) r (oid, name, query, top)
                """,
                """
                INSERT INTO counter_state (
                    instance_id, node_id, kind, object_id, database_id, incarnation, counters)
                SELECT instance_id, node_id, 'statement', source_id, database_id, 0,
                       CASE WHEN role_name = 'app' AND is_top_level
                            THEN ARRAY[10, 31] ELSE ARRAY[10, 1000] END
                  FROM statement_source
                """);

        log.add(
                new CsvLog()
                        .call(
                                minute.plusSeconds(60),
                                "app",
                                2,
                                "SELECT name FROM shop WHERE id = 2"));
        assertThat(rows()).isEqualTo("3 3 estimate");

        CsvLog planned = new CsvLog();
        planned.plan(
                minute.plusSeconds(120),
                "app",
                2,
                plan("SELECT name FROM shop WHERE id = 3", "shop_pkey"));
        planned.call(minute.plusSeconds(120), "app", 2, "SELECT name FROM shop WHERE id = 3");
        log.add(planned);
        assertThat(rows()).isEqualTo("2 7 measured");

        log.add(
                new CsvLog()
                        .call(
                                minute.plusSeconds(180),
                                "app",
                                2,
                                "SELECT name FROM shop WHERE id = 4"));
        assertThat(rows()).isEqualTo("3 7 plan");
    }

    private String rows() {
        return log.text(
                """
                SELECT concat_ws(' ', rows_returned, rows_examined, rows_examined_source)
                  FROM query_performance_log
                 ORDER BY executed_at DESC
                 LIMIT 1
                """);
    }
}
