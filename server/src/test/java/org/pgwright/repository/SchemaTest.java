package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The tables are those that were asked for, and documented. */
final class SchemaTest {
    private static TestDatabase database;
    private static Repository repository;

    @BeforeAll
    static void open() {
        database = TestServers.freshDatabase(15);
        repository = Repositories.on(database);
    }

    @AfterAll
    static void close() {
        repository.close();
        database.close();
    }

    private static final Map<String, String> ASKED_FOR =
            Map.of(
                    "index_strategy",
                    """
                    id uuid not null
                    table_name character varying(100) not null
                    index_name character varying(100) not null
                    index_type enum not null
                    index_definition text not null
                    columns jsonb not null
                    where_clause text null
                    usage_pattern enum not null
                    maintenance_window enum not null
                    is_created boolean not null default false
                    is_monitoring boolean not null default true
                    created_by uuid not null
                    created_at timestamp with time zone not null default now()
                    is_active boolean not null default true
                    """,
                    "query_performance_log",
                    """
                    id uuid not null
                    query_hash text not null
                    query_pattern text not null
                    execution_time_ms numeric not null
                    rows_examined bigint not null
                    rows_returned bigint not null
                    indexes_used jsonb null
                    execution_plan jsonb null
                    used_index boolean not null default false
                    is_slow_query boolean not null default false
                    slow_query_threshold_ms numeric not null default 1000
                    database_user character varying(100) not null
                    application_context character varying(100) null
                    executed_at timestamp with time zone not null default now()
                    """,
                    "index_usage_stats",
                    """
                    id uuid not null
                    index_strategy_id uuid not null
                    table_name character varying(100) not null
                    index_name character varying(100) not null
                    total_scans bigint not null default 0
                    total_tuples_read bigint not null default 0
                    total_tuples_fetched bigint not null default 0
                    avg_scan_time_ms numeric not null default 0
                    selectivity_ratio numeric not null default 0
                    index_size_bytes bigint not null default 0
                    maintenance_cost_score numeric not null default 0
                    is_recommended_for_drop boolean not null default false
                    stats_date date not null default CURRENT_DATE
                    last_analyzed timestamp with time zone not null default now()
                    """,
                    "performance_threshold",
                    """
                    id uuid not null
                    metric_type enum not null
                    table_name character varying(100) null
                    warning_threshold numeric not null
                    critical_threshold numeric not null
                    threshold_unit enum not null
                    alert_enabled boolean not null default true
                    alert_configuration jsonb null
                    created_by uuid not null
                    created_at timestamp with time zone not null default now()
                    is_active boolean not null default true
                    """);

    @ParameterizedTest
    @CsvSource({
        "index_strategy",
        "query_performance_log",
        "index_usage_stats",
        "performance_threshold"
    })
    void hasTheColumnsThatWereAskedFor(String table) {
        List<String> columns =
                repository
                        .jdbc()
                        .sql(
                                """
                                SELECT concat_ws(' ', a.attname,
                                       CASE WHEN t.typtype = 'e' THEN 'enum'
                                            ELSE format_type(a.atttypid, a.atttypmod) END,
                                       CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END,
                                       'default ' || pg_get_expr(d.adbin, d.adrelid))
                                  FROM pg_attribute a
                                  JOIN pg_type t ON t.oid = a.atttypid
                                  LEFT JOIN pg_attrdef d
                                         ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                                 WHERE a.attrelid = ?::regclass AND a.attnum > 0
                                """)
                        .param(table)
                        .query(String.class)
                        .list();
        assertThat(columns).containsAll(String.valueOf(ASKED_FOR.get(table)).lines().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "index_strategy, index_definition, 2000",
        "query_performance_log, query_hash, 64",
        "query_performance_log, query_pattern, 2000"
    })
    void limitsTheLengthsThatWereAskedFor(String table, String column, int most) {
        assertThat(constraints(table, "(char_length(%s) <= %d)".formatted(column, most)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "index_strategy, (created_by) REFERENCES app_user(id)",
        "performance_threshold, (created_by) REFERENCES app_user(id)",
        "index_usage_stats, REFERENCES index_strategy(",
        "query_log_strategy, REFERENCES index_strategy(",
        "query_log_breach, REFERENCES performance_threshold("
    })
    void hasTheRelationsThatWereAskedFor(String table, String reference) {
        assertThat(constraints(table, reference)).isEqualTo(1);
    }

    @Test
    void hasKeysThatBeginWithTheInstance() {
        List<String> others =
                repository
                        .jdbc()
                        .sql(
                                """
                                SELECT c.conrelid::regclass::text
                                  FROM pg_constraint c
                                  JOIN pg_attribute a
                                    ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                                 WHERE c.contype = 'p' AND a.attname <> 'instance_id'
                                   AND c.connamespace = 'public'::regnamespace
                                """)
                        .query(String.class)
                        .list();
        assertThat(others)
                .containsExactlyInAnyOrder(
                        "app_user",
                        "one_time_link",
                        "api_token",
                        "audit_entry",
                        "web_session",
                        "web_session_attributes",
                        "job",
                        "flyway_schema_history",
                        // A channel and a silence may be of all instances.
                        "alert_silence",
                        "notification_channel",
                        "notification_route");
    }

    @Test
    void isDocumentedTableByTableAndValueByValue() throws IOException {
        String documentation = Files.readString(documentation());
        List<String> tables =
                repository
                        .jdbc()
                        .sql(
                                """
                                SELECT relname FROM pg_class
                                 WHERE relnamespace = 'public'::regnamespace
                                   AND relkind IN ('r', 'p') AND relname <> 'flyway_schema_history'
                                """)
                        .query(String.class)
                        .list();
        assertThat(tables)
                .allSatisfy(table -> assertThat(documentation).contains("| `" + table + "` |"));
        List<String> values =
                repository
                        .jdbc()
                        .sql(
                                """
                                SELECT format('| `%s` | `%s` |', t.typname, e.enumlabel)
                                  FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
                                """)
                        .query(String.class)
                        .list();
        assertThat(values)
                .hasSizeGreaterThan(60)
                .allSatisfy(value -> assertThat(documentation).contains(value));
    }

    @Test
    void explainsEveryValueOfAnEnumInItsComment() {
        List<String> unexplained =
                repository
                        .jdbc()
                        .sql(
                                """
                                SELECT t.typname || ' ' || e.enumlabel
                                  FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
                                 WHERE coalesce(obj_description(t.oid, 'pg_type'), '')
                                       !~ format('\\m%s\\M', e.enumlabel)
                                """)
                        .query(String.class)
                        .list();
        assertThat(unexplained).isEmpty();
    }

    @Test
    void hasADocumentedDefaultThresholdForEveryMetric() throws IOException {
        List<String> metrics =
                repository
                        .jdbc()
                        .sql("SELECT unnest(enum_range(NULL::metric_type))::text")
                        .query(String.class)
                        .list();
        assertThat(metrics).hasSize(DefaultThresholds.COUNT);
        String documentation = Files.readString(documentation());
        String thresholds = documentation.substring(documentation.indexOf("## Default thresholds"));
        assertThat(metrics)
                .allSatisfy(metric -> assertThat(thresholds).contains("| `" + metric + "` |"));
    }

    private static int constraints(String table, String part) {
        return repository
                .jdbc()
                .sql(
                        """
                        SELECT count(*) FROM pg_constraint
                         WHERE conrelid = ?::regclass
                           AND position(? IN pg_get_constraintdef(oid)) > 0
                        """)
                .param(table)
                .param(part)
                .query(Integer.class)
                .single();
    }

    private static Path documentation() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path file = up.resolve("docs/repository.md");
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IllegalStateException("docs/repository.md is missing");
    }
}
