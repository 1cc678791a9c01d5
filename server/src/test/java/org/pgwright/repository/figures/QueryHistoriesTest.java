package org.pgwright.repository.figures;

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
import java.util.Objects;
import java.util.UUID;

final class QueryHistoriesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID INSTANCE = UUID.fromString("10000000-0000-7000-8000-000000000001");

    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        for (String table :
                List.of(
                        "statement_sample",
                        "statement_hour",
                        "activity_minute",
                        "query_performance_log")) {
            database.execute("CREATE TABLE %s_all PARTITION OF %s DEFAULT".formatted(table, table));
        }
        database.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '%s', 1, 'shop', id FROM app_user
                """
                        .formatted(INSTANCE),
                """
                INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                SELECT instance_id, 'db:5432', 'pgwright', '{}', false, '18.1', now()
                  FROM instance
                """,
                """
                INSERT INTO monitored_database (instance_id, database_oid, database_name,
                                                first_seen, last_seen)
                SELECT instance_id, 5, 'shop', now(), now() FROM instance
                """,
                """
                INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
                SELECT instance_id, hash, 'select ' || hash, false, '2026-02-01 10:00Z'
                  FROM instance CROSS JOIN unnest('{aaaa1,bbbb2}'::text[]) AS hash
                """,
                """
                INSERT INTO statement_source (instance_id, node_id, database_id, role_oid,
                                              role_name, queryid, is_top_level, statement_id,
                                              first_seen)
                SELECT instance_id, node_id, database_id, 10, 'app', statement_id, true,
                       statement_id, now()
                  FROM node
                  JOIN monitored_database USING (instance_id)
                  JOIN statement USING (instance_id)
                """);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    @Test
    void showsAnHourByMinutesEvenIfItIsSummedUp() {
        // 2 calls of 3 ms each minute, from one o'clock before to noon; none of the other query.
        sample("generate_series(-120, 0) AS minute", "ARRAY[1]", "ARRAY[2]", "ARRAY[6000]");
        database.execute(
                "INSERT INTO rolled_up SELECT instance_id, 'statement', '2026-03-01 12:00Z' FROM"
                        + " instance");

        QueryTrend trend = trend("aaaa1", Duration.ofHours(1));

        assertThat(trend.step()).isEqualTo(Duration.ofMinutes(2));
        assertThat(trend.points()).hasSize(30);
        assertThat(trend.points())
                .allSatisfy(point -> assertThat(point.did().calls()).isEqualTo(4));
        assertThat(trend.now().calls()).isEqualTo(120);
        assertThat(trend.now().meanMillis()).isEqualTo(3);
        assertThat(before(trend).isWhole()).isTrue();
        assertThat(before(trend).did().calls()).isEqualTo(120);
        assertThat(trend("bbbb2", Duration.ofHours(1)).points())
                .allSatisfy(
                        point -> {
                            assertThat(point.isWatched()).isTrue();
                            assertThat(point.did().calls()).isZero();
                            assertThat(point.did().meanMillis()).isNull();
                        });
    }

    @Test
    void tellsWhatWasNotCollectedFromWhatDidNotRun() {
        sample("generate_series(-10, -5) AS minute", "ARRAY[2]", "ARRAY[1]", "ARRAY[1000]");

        QueryTrend trend = trend("aaaa1", Duration.ofMinutes(20));

        assertThat(trend.points())
                .extracting(QueryTrend.Point::isWatched)
                .startsWith(false, false)
                .endsWith(false, false)
                .contains(true);
        assertThat(trend.before()).isNull();
    }

    @Test
    void addsSumsOfHoursAndWhatIsNotSummedUpYet() {
        database.execute(
                """
                INSERT INTO statement_hour (instance_id, hour, source_id, is_incomplete, calls,
                                            execution_time)
                SELECT instance_id, '2026-03-01 11:00Z'::timestamptz - hour * interval '1 hour',
                       source_id, false, 60, 60000
                  FROM statement_source, generate_series(1, 60) AS hour
                """,
                "INSERT INTO rolled_up SELECT instance_id, 'statement', '2026-03-01 11:00Z' FROM"
                        + " instance");
        // The last hour before the sum is there as samples, too, and must not count twice.
        sample("generate_series(-119, 0) AS minute", "ARRAY[1,2]", "ARRAY[1,1]", "ARRAY[2000,0]");

        QueryTrend trend = trend("aaaa1", Duration.ofDays(1));

        assertThat(trend.step()).isEqualTo(Duration.ofHours(1));
        assertThat(trend.points().getFirst().from()).isEqualTo(NOON.minus(Duration.ofDays(1)));
        assertThat(trend.points()).hasSize(25);
        assertThat(trend.points()).extracting(p -> p.did().calls()).containsOnly(60L, 1L);
        assertThat(trend.points().get(23).did().meanMillis()).isEqualTo(2);
        assertThat(trend.points().get(22).did().meanMillis()).isEqualTo(1);
        assertThat(before(trend).did().calls()).isEqualTo(25 * 60);
        assertThat(before(trend).to()).isEqualTo(trend.points().getFirst().from());
        assertThat(before(trend("aaaa1", Duration.ofDays(2))).isWhole()).isFalse();
    }

    @Test
    void saysWhatItsSessionsWaitedForAndWhatWasSlowest() {
        database.execute(
                """
                INSERT INTO activity_minute (
                    instance_id, minute, node_id, database_name, role_name, application_name,
                    statement_id, state, wait_type, wait_event, seen, samples)
                SELECT n.instance_id, '2026-03-01 11:58Z'::timestamptz + m * interval '1 minute',
                       n.node_id, d.name, d.name, d.name, d.statement, d.state, d.type, d.event, d.seen,
                       d.samples
                  FROM node n, generate_series(0, 1) AS m,
                       (VALUES ('', 0, '', '', '', 0, 50),
                               ('app', 1, 'active', 'Lock', 'tuple', 75, 0),
                               ('app', 1, 'active', '', '', 25, 0),
                               ('app', 2, 'active', '', '', 9, 0))
                       AS d (name, statement, state, type, event, seen, samples)
                """,
                """
                INSERT INTO plan (instance_id, plan_hash, statement_id, plan, indexes_used,
                                  first_seen, last_seen)
                SELECT instance_id, '\\x01', statement_id, '{}', '["orders_pkey"]',
                       '2026-02-01 10:00Z', '2026-02-01 10:00Z'
                  FROM statement
                """,
                """
                INSERT INTO query_performance_log (
                    id, instance_id, query_hash, query_pattern, execution_time_ms, rows_examined,
                    rows_returned, indexes_used, database_user, executed_at, rows_examined_source,
                    source, calls, node_id, database_id, statement_id, plan_hash)
                SELECT gen_random_uuid(), instance_id, 'aaaa1', 'x', n, 5, 1, '["orders_pkey"]',
                       'app', '2026-03-01 11:00Z'::timestamptz + n * interval '1 s', 'plan', 'log',
                       1, node_id, database_id, statement_id, '\\x01'
                  FROM statement_source, generate_series(1, 20) AS n
                 WHERE statement_id = 1
                """);

        QueryHistory history = history("aaaa1", Duration.ofHours(2));

        assertThat(history.firstSeen()).isEqualTo("2026-02-01T10:00:00Z");
        assertThat(history.waits())
                .containsExactly(
                        new SessionWait("active", "Lock", "tuple", 1.5),
                        new SessionWait("active", "", "", 0.5));
        assertThat(history.indexes())
                .containsExactly(
                        new UsedIndex("orders_pkey", 1, 20, Instant.parse("2026-03-01T11:00:20Z")));
        assertThat(history.slowest()).hasSize(10);
        assertThat(history.slowest().getFirst().millis()).isEqualTo(20);
        assertThat(history.slowest().getFirst().indexes()).containsExactly("orders_pkey");
        assertThat(history("bbbb2", Duration.ofHours(2)).indexes()).isEmpty();
    }

    /** Looks each minute from noon. */
    private void sample(String minutes, String objects, String calls, String times) {
        database.execute(
                """
                INSERT INTO statement_sample (instance_id, node_id, database_id, taken_at,
                                              interval_start, gaps, incomplete, objects, calls,
                                              execution_time)
                SELECT instance_id, node_id, 0,
                       '2026-03-01 12:00Z'::timestamptz + minute * interval '1 minute',
                       '2026-03-01 11:59Z'::timestamptz + minute * interval '1 minute', '{}', '{}',
                       %s, %s, %s
                  FROM node, %s
                """
                        .formatted(objects, calls, times, minutes));
    }

    private static QueryTrend.Before before(QueryTrend trend) {
        return Objects.requireNonNull(trend.before());
    }

    private QueryTrend trend(String hash, Duration since) {
        return history(hash, since).trend();
    }

    private QueryHistory history(String hash, Duration since) {
        QueryFigures query =
                new QueryFigures(
                        hash,
                        "select " + hash,
                        false,
                        List.of("shop"),
                        List.of("app"),
                        1,
                        1,
                        1,
                        0,
                        null,
                        null,
                        new QueryFigures.Blocks(0, 0, 0, 0, 0),
                        0,
                        false);
        Instant to = NOON.plusMillis(1);
        return new QueryHistories()
                .of(repository.jdbc(), new Window(INSTANCE, to.minus(since), to), query);
    }
}
