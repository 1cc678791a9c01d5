package org.pgwright.repository;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.UUID;
import java.util.stream.Stream;

/**
 * The thresholds that a new instance begins with, for whole databases; docs/repository.md has the
 * reason of each. Where less is worse ({@code cache_hit}, {@code disk_growth}) the critical one is
 * the smaller.
 */
public final class DefaultThresholds {
    /** As many as there are metrics. */
    static final int COUNT = 23;

    private static final String VALUES =
            """
            (VALUES
            ( 1, 'mean_latency',               100,         1000, 'milliseconds', 'PT5M'),
            ( 2, 'p95_latency',                100,          500, 'milliseconds', 'PT5M'),
            ( 3, 'p99_latency',               1000,         5000, 'milliseconds', 'PT5M'),
            ( 4, 'slow_queries',                 1,            5, 'count',        'PT1M'),
            ( 5, 'cache_hit',                   95,           85, 'percent',      'PT10M'),
            ( 6, 'connections',                 80,           95, 'percent',      'PT5M'),
            ( 7, 'active_sessions',            200,         1000, 'count',        'PT5M'),
            ( 8, 'idle_in_transaction',        120,          900, 'seconds',      'PT1M'),
            ( 9, 'lock_waits',                   5,           20, 'count',        'PT1M'),
            (10, 'deadlocks',                    0,            5, 'count',        'PT1M'),
            (11, 'dead_rows',                   10,           30, 'percent',      'PT1H'),
            (12, 'bloat',                       30,           80, 'percent',      'PT1H'),
            (13, 'last_autovacuum',             24,          240, 'hours',        'PT1H'),
            (14, 'transaction_age',      500000000,   1200000000, 'transactions', 'PT10M'),
            (15, 'replication_lag',              5,           60, 'seconds',      'PT1M'),
            (16, 'slot_retained_wal',   1073741824,  10737418240, 'bytes',        'PT10M'),
            (17, 'temp_files',           104857600,   1073741824, 'bytes',        'PT5M'),
            (18, 'sequential_scans',           100,         1000, 'count',        'PT10M'),
            (19, 'unused_indexes',               5,           20, 'count',        'PT1H'),
            (20, 'invalid_indexes',              0,            5, 'count',        'PT6H'),
            (21, 'disk_growth',                 30,            7, 'days',         'PT1H'),
            (22, 'checkpoint_pressure',         50,           90, 'percent',      'PT15M'),
            (23, 'collector_failure',            2,           10, 'count',        'PT0S')
            ) AS t (number, metric, warning, critical, unit, lasting)
            """;

    private static final String INSERT =
            """
            INSERT INTO performance_threshold
                   (id, instance_id, metric_type, warning_threshold, critical_threshold,
                    threshold_unit, alert_configuration, created_by)
            SELECT (:ids::uuid[])[number], :instance, metric::metric_type, warning, critical,
                   unit::threshold_unit, jsonb_build_object('for', lasting), :user
              FROM %s
            """
                    .formatted(VALUES);

    private static final String RESTORE =
            """
            UPDATE performance_threshold p
               SET warning_threshold = t.warning, critical_threshold = t.critical,
                   threshold_unit = t.unit::threshold_unit, alert_enabled = true,
                   alert_configuration = jsonb_build_object('for', t.lasting)
              FROM %s
             WHERE p.instance_id = :instance AND p.metric_type::text = :metric AND p.is_active
               AND t.metric = :metric AND p.table_name IS NULL
            """
                    .formatted(VALUES);

    private DefaultThresholds() {}

    static void insert(JdbcClient jdbc, UUID instance, UUID user, Ids ids) {
        jdbc.sql(INSERT)
                .param("ids", Stream.generate(ids::next).limit(COUNT).toArray(UUID[]::new))
                .param("instance", instance)
                .param("user", user)
                .update();
    }

    /** Makes that of a metric of an instance what it was in the beginning. */
    public static void restore(JdbcClient jdbc, UUID instance, String metric) {
        jdbc.sql(RESTORE).param("instance", instance).param("metric", metric).update();
    }
}
