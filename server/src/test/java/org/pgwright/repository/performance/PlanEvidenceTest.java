package org.pgwright.repository.performance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Instant;
import java.util.UUID;

/** Which changes of plans are recorded, and with which cause, by what the repository knows. */
final class PlanEvidenceTest {
    private static final UUID INSTANCE = UUID.fromString("10000000-0000-7000-8000-000000000001");

    /** The old plan runs in the hour before noon, the new one in the hour after it. */
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final Instant AFTERWARDS = NOON.plusSeconds(7_200);

    private TestDatabase kept;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        for (String table : new String[] {"query_performance_log", "table_sample", "table_hour"}) {
            kept.execute("CREATE TABLE %s_all PARTITION OF %s DEFAULT".formatted(table, table));
        }
        kept.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '%s', 1, 'shop', id FROM app_user
                """
                        .formatted(INSTANCE),
                """
                INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                SELECT instance_id, 'db:5432', 'pgwright', '{}', false, '18.1', now() FROM instance
                """,
                """
                INSERT INTO monitored_database (instance_id, database_oid, database_name,
                                                first_seen, last_seen)
                SELECT instance_id, 5, 'shop', now(), now() FROM instance
                """,
                """
                INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
                SELECT instance_id, 'aaaa', 'select', false, now() FROM instance
                """,
                """
                INSERT INTO monitored_table (instance_id, database_id, schema_name, table_name, kind,
                                             first_seen, last_seen)
                SELECT instance_id, database_id, 'public', 'orders', 'r', '2026-01-01Z', now()
                  FROM monitored_database
                """,
                """
                INSERT INTO table_state (instance_id, table_id, taken_at, relation_oid,
                                         estimated_rows, dead_rows, changed_since_analyze,
                                         last_analyze, frozen_transaction_age)
                SELECT instance_id, table_id, now(), 7, 1000, 0, 0, '2026-02-01Z', 0
                  FROM monitored_table
                """,
                "INSERT INTO setting_history (instance_id, node_id, setting_name, seen_at, setting_value)"
                        + " SELECT instance_id, node_id, unnest(ARRAY['random_page_cost',"
                        + " 'server_version', 'port']), '2026-01-01Z', '4' FROM node");
        plan("01", "Seq Scan", "[]", "2026-02-01Z");
        plan("02", "Index Scan", "[\"orders_note_idx\"]", "2026-03-01 12:00Z");
        ran("01", 4, "11:00Z", 10);
        ran("02", 4, "12:00Z", 100);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        kept.close();
    }

    @Test
    void isUnknownWithoutEvidence() {
        setting("port", "12:05Z");
        setting("random_page_cost", "09:00Z");
        kept.execute("UPDATE table_state SET last_analyze = '2026-03-01 11:01Z'");
        index("orders_note_idx", "2026-02-02Z");

        assertThat(recorded(AFTERWARDS)).isEqualTo("unknown []");
    }

    @Test
    void isAnIndexThatWasNotThere() {
        index("orders_note_idx", "2026-03-01 11:58Z");
        setting("random_page_cost", "12:05Z");

        assertThat(recorded(AFTERWARDS)).isEqualTo("index_added [\"orders_note_idx\"]");
    }

    @Test
    void isASettingOfThePlanner() {
        setting("random_page_cost", "12:05Z");
        setting("server_version", "12:05Z");

        assertThat(recorded(AFTERWARDS)).isEqualTo("setting_changed [\"random_page_cost 4 -> 5\"]");
    }

    @Test
    void isAnotherVersionOfTheServer() {
        setting("server_version", "12:05Z");

        assertThat(recorded(AFTERWARDS)).isEqualTo("server_upgraded [\"server_version 4 -> 5\"]");
    }

    @Test
    void isATableThatHasGrown() {
        grown(150);
        assertThat(recorded(AFTERWARDS)).isEqualTo("unknown []");
        kept.execute("TRUNCATE plan_change, table_sample");

        grown(300);
        assertThat(recorded(AFTERWARDS)).isEqualTo("table_grown [\"public.orders +300\"]");
    }

    @Test
    void isAParameterWhereTheOldPlanIsStillMade() {
        setting("random_page_cost", "12:05Z");
        ran("01", 1, "12:30Z", 10);

        assertThat(recorded(AFTERWARDS)).isEqualTo("parameter []");
    }

    @Test
    void waitsUntilTheDatabaseWasLookedAt() {
        assertThat(recorded(NOON.plusSeconds(300))).isEqualTo("none");
        kept.execute(
                """
                INSERT INTO counter_look (instance_id, node_id, database_id, kind, taken_at,
                                          server_started_at, evictions, is_restricted)
                SELECT instance_id, node_id, database_id, 'index', '2026-03-01 12:04Z', now(), 0,
                       false
                  FROM node JOIN monitored_database USING (instance_id)
                """);
        assertThat(recorded(NOON.plusSeconds(300))).isEqualTo("unknown []");
    }

    @Test
    void isNoneWhereTheNewPlanIsNotSlowerByEnough() {
        for (String millis : new String[] {"9", "11", "11.9", "14.9"}) {
            kept.execute(
                    "UPDATE query_performance_log SET execution_time_ms = %s WHERE plan_hash = '\\x02'"
                            .formatted(millis));
            assertThat(recorded(AFTERWARDS)).as(millis).isEqualTo("none");
        }
    }

    @Test
    void isNoneOfFewExecutionsOrSuchWithoutAPlanOfTheirOwn() {
        kept.execute(
                "DELETE FROM query_performance_log WHERE plan_hash = '\\x02'"
                        + " AND executed_at > '2026-03-01 12:01:30Z'");
        assertThat(recorded(AFTERWARDS)).isEqualTo("none");
        ran("02", 4, "12:10Z", 100);
        kept.execute(
                "UPDATE query_performance_log SET is_plan_own = false WHERE plan_hash = '\\x01'");
        assertThat(recorded(AFTERWARDS)).isEqualTo("none");
    }

    @Test
    void isNoneDaysLater() {
        assertThat(recorded(NOON.plusSeconds(3 * 86_400))).isEqualTo("none");
    }

    private void plan(String hash, String type, String indexes, String seen) {
        kept.execute(
                """
                INSERT INTO plan (instance_id, plan_hash, statement_id, plan, rows_examined,
                                  indexes_used, first_seen, last_seen)
                SELECT instance_id, '\\x%s', statement_id,
                       '[{"Plan": {"Node Type": "%s", "Relation Name": "orders"}}]', 1, '%s',
                       '%s', now()
                  FROM statement
                """
                        .formatted(hash, type, indexes, seen));
    }

    /** One each minute from a time of that day on. */
    private void ran(String hash, int times, String from, double millis) {
        kept.execute(
                """
                INSERT INTO query_performance_log (
                    id, instance_id, query_hash, query_pattern, execution_time_ms, rows_examined,
                    rows_returned, database_user, executed_at, rows_examined_source, source, calls,
                    node_id, database_id, statement_id, plan_hash, is_plan_own)
                SELECT gen_random_uuid(), instance_id, 'aaaa', 'select', %s, 1, 1, 'app',
                       '2026-03-01 %s'::timestamptz + n * interval '1 minute', 'measured', 'log', 1,
                       node_id, database_id, statement_id, '\\x%s', true
                  FROM statement
                  JOIN node USING (instance_id)
                  JOIN monitored_database USING (instance_id)
                 CROSS JOIN generate_series(0, %d) AS n
                """
                        .formatted(millis, from, hash, times - 1));
    }

    private void setting(String name, String seen) {
        kept.execute(
                """
                INSERT INTO setting_history (instance_id, node_id, setting_name, seen_at,
                                             setting_value)
                SELECT instance_id, node_id, '%s', '2026-03-01 %s', '5' FROM node
                """
                        .formatted(name, seen));
    }

    private void index(String name, String seen) {
        kept.execute(
                """
                INSERT INTO monitored_index (instance_id, table_id, index_name, method, definition,
                                             keys, is_unique, is_primary, is_constraint, is_valid,
                                             first_seen, last_seen)
                SELECT instance_id, table_id, '%s', 'btree', '', '[]', false, false, false, true,
                       '%s', now()
                  FROM monitored_table
                """
                        .formatted(name, seen));
    }

    private void grown(int rows) {
        kept.execute(
                """
                INSERT INTO table_sample (instance_id, node_id, database_id, taken_at,
                                          interval_start, gaps, incomplete, objects, rows_inserted,
                                          rows_deleted)
                SELECT instance_id, node_id, database_id, '2026-03-01 11:30Z', '2026-03-01 11:25Z',
                       '{}', '{}', ARRAY[table_id], ARRAY[%d + 20], ARRAY[20]
                  FROM node
                  JOIN monitored_table USING (instance_id)
                """
                        .formatted(rows));
    }

    private String recorded(Instant now) {
        repository.inTransaction(jdbc -> new PlanChanges().record(jdbc, INSTANCE, now));
        return repository
                .jdbc()
                .sql(
                        "SELECT coalesce(string_agg(cause || ' ' || details, ', '), 'none')"
                                + " FROM plan_change")
                .query(String.class)
                .single();
    }
}
