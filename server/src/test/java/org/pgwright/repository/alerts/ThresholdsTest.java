package org.pgwright.repository.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Thresholds as they are kept. */
final class ThresholdsTest {
    private static final UUID INSTANCE = UUID.fromString("10000000-0000-7000-8000-000000000001");

    private final Thresholds thresholds = new Thresholds();
    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id FROM app_user
                """);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    private List<Threshold> all() {
        return repository.inTransaction(jdbc -> thresholds.all(jdbc, INSTANCE));
    }

    private void set(Threshold threshold) {
        repository.inTransaction(
                jdbc -> {
                    thresholds.set(jdbc, INSTANCE, threshold, Actor.LOCAL);
                    return null;
                });
    }

    private static Threshold of(
            int id, @Nullable TableName table, double warning, double critical) {
        return new Threshold(
                new UUID(0x7000L, Long.MIN_VALUE + id),
                Metric.DEAD_ROWS,
                table,
                warning,
                critical,
                true,
                ThresholdSettings.DEFAULT.lasting(Duration.ofMinutes(7)));
    }

    @Test
    void areReadAsTheyWereSet() {
        Threshold whole = of(1, null, 10, 30.5);
        Threshold table = of(2, new TableName("public", "orders"), 40, 60);
        set(whole);
        set(table);
        assertThat(all()).containsExactlyInAnyOrder(whole, table);
    }

    @Test
    void areSetAnew() {
        set(of(1, null, 10, 30));
        Threshold other = of(1, null, 11, 31);
        set(other);
        assertThat(all()).containsExactly(other);
    }

    @Test
    void areRemovedOfTablesOnly() {
        Threshold whole = of(1, null, 10, 30);
        Threshold table = of(2, new TableName(null, "orders"), 40, 60);
        set(whole);
        set(table);
        repository.inTransaction(
                jdbc -> {
                    thresholds.remove(jdbc, INSTANCE, whole);
                    thresholds.remove(jdbc, INSTANCE, table);
                    return null;
                });
        assertThat(all()).containsExactly(whole);
    }

    @Test
    void areRefusedInTheWrongOrder() {
        assertThatThrownBy(() -> of(1, null, 30, 10)).hasMessageContaining("has to be larger");
        assertThatThrownBy(() -> of(1, null, Double.NaN, 10)).hasMessageContaining("numbers");
    }

    @ParameterizedTest
    @CsvSource({
        "dead_rows, 30, 10",
        "cache_hit, 80, 95",
        "disk_growth, 7, 30",
        "dead_rows, NaN, NaN",
        "dead_rows, 1, Infinity"
    })
    void areNotKeptInTheWrongOrder(String metric, String warning, String critical) {
        assertThatThrownBy(
                        () ->
                                repository
                                        .jdbc()
                                        .sql(
                                                """
                                                INSERT INTO performance_threshold (
                                                    id, instance_id, metric_type,
                                                    warning_threshold, critical_threshold,
                                                    threshold_unit, created_by)
                                                SELECT gen_random_uuid(), instance_id,
                                                       :metric::metric_type, :warning::numeric,
                                                       :critical::numeric, 'percent', created_by
                                                  FROM instance
                                                """)
                                        .param("metric", metric)
                                        .param("warning", warning)
                                        .param("critical", critical)
                                        .update())
                .hasMessageContaining("performance_threshold_order");
    }
}
