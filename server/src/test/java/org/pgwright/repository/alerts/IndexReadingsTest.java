package org.pgwright.repository.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** How many indexes nothing needs, or no query may use. */
final class IndexReadingsTest {
    private static final UUID INSTANCE = UUID.fromString("10000000-0000-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private TestDatabase database;
    private Repository repository;

    /** Four indexes of two tables: one is invalid, two are not needed, one of these for long. */
    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute(
                "CREATE TABLE index_usage_stats_all PARTITION OF index_usage_stats DEFAULT",
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id FROM app_user
                """,
                """
                INSERT INTO monitored_database (
                    instance_id, database_oid, database_name, first_seen, last_seen)
                SELECT instance_id, 5, 'shop', now(), now() FROM instance
                """,
                """
                INSERT INTO monitored_table (
                    instance_id, database_id, schema_name, table_name, kind, first_seen, last_seen)
                SELECT instance_id, database_id, 'public', name, 'r', now(), now()
                  FROM monitored_database, (VALUES ('orders'), ('items')) AS t (name)
                """,
                """
                INSERT INTO monitored_index (
                    instance_id, table_id, index_name, method, definition, keys, is_unique,
                    is_primary, is_constraint, is_valid, first_seen, last_seen)
                SELECT t.instance_id, t.table_id, i.name, 'btree', '', '[]', false, false, false,
                       i.is_valid, now(), now()
                  FROM monitored_table t
                  JOIN (VALUES ('orders', 'invalid', false), ('orders', 'unneeded', true),
                               ('items', 'old', true), ('items', 'used', true))
                       AS i (table_name, name, is_valid) USING (table_name)
                """,
                """
                INSERT INTO index_state (
                    instance_id, index_id, taken_at, relation_oid, key_count, entry_count)
                SELECT instance_id, index_id, '2026-03-01 11:50Z', 1, 1, 1 FROM monitored_index
                """,
                """
                INSERT INTO index_strategy (
                    id, instance_id, database_id, schema_name, table_name, index_name, index_type,
                    index_definition, columns, usage_pattern, maintenance_window, created_by,
                    index_id)
                SELECT gen_random_uuid(), i.instance_id, t.database_id, 'public', t.table_name,
                       i.index_name, 'btree', '', '[]', 'point_lookup', 'any_time', n.created_by,
                       i.index_id
                  FROM monitored_index i
                  JOIN monitored_table t USING (instance_id, table_id)
                  JOIN instance n USING (instance_id)
                """,
                """
                INSERT INTO index_usage_stats (
                    id, instance_id, index_strategy_id, schema_name, table_name, index_name,
                    is_recommended_for_drop, stats_date)
                SELECT gen_random_uuid(), s.instance_id, s.id, 'public', s.table_name,
                       s.index_name, d.is_recommended, d.day
                  FROM index_strategy s
                  JOIN (VALUES ('unneeded', true, date '2026-02-28'),
                               ('unneeded', false, date '2026-02-27'),
                               ('old', true, date '2026-02-10'),
                               ('used', false, date '2026-02-28'),
                               ('used', true, date '2026-02-27'))
                       AS d (index_name, is_recommended, day) USING (index_name)
                """);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    private Map<String, Double> readings(Instant now) {
        Map<String, Double> values = new TreeMap<>();
        repository
                .inTransaction(jdbc -> new MetricReadings().of(jdbc, INSTANCE, List.of(), now))
                .forEach(
                        one ->
                                values.put(
                                        (one.metric().label() + " " + one.key().subject().shown())
                                                .strip(),
                                        one.value()));
        return values;
    }

    @Test
    void areCountedByTheLastDayThatWasJudged() {
        assertThat(readings(NOW))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "invalid_indexes", 1.0,
                                "invalid_indexes shop.public.orders", 1.0,
                                "invalid_indexes shop.public.items", 0.0,
                                "unused_indexes", 1.0,
                                "unused_indexes shop.public.orders", 1.0,
                                "unused_indexes shop.public.items", 0.0));
    }

    @Test
    void areNotKnownWhereNobodyLookedOfLate() {
        assertThat(readings(NOW.plus(Duration.ofMinutes(6)))).isEmpty();
    }
}
