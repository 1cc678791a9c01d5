package org.pgwright.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is told of what is watched. */
final class RepositoryMetricsTest {
    private Instant now = Instant.now();
    private TestDatabase database;
    private Repository repository;
    private RepositoryMetrics metrics;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        metrics = new RepositoryMetrics(repository, () -> now);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    private String told() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, metrics.collect());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines(String beginning) {
        return told().lines().filter(line -> line.startsWith(beginning)).toList();
    }

    @Test
    void tellsOnlyOfTheRepositoryWhereNothingIsWatched() {
        assertThat(told()).contains("pgwright_repository_up 1.0").doesNotContain("cluster=");
    }

    @Test
    void tellsOfServersDatabasesAndSessions() {
        WatchedShop.fill(database);
        now = Instant.now();
        String server = "{cluster=\"shop\",server=\"db1:5432\"";
        String ofDatabase = "{cluster=\"shop\",database=\"shop\"";
        assertThat(told().lines())
                .contains(
                        "pgwright_server_up" + server + "} 1.0",
                        "pgwright_server_info{cluster=\"shop\",role=\"primary\",server=\"db1:5432\",version=\"18.1\"} 1.0",
                        "pgwright_connections" + server + ",state=\"active\"} 2.0",
                        "pgwright_connections" + server + ",state=\"idle\"} 57.0",
                        "pgwright_connections" + server + ",state=\"idle in transaction\"} 1.0",
                        "pgwright_connections_limit" + server + "} 200.0",
                        "pgwright_sessions_waiting_for_locks" + server + "} 1.0",
                        "pgwright_longest_idle_in_transaction_seconds" + server + "} 90.0",
                        "pgwright_database_size_bytes" + ofDatabase + "} 5.0E9",
                        "pgwright_database_frozen_transaction_age" + ofDatabase + "} 1234.0",
                        "pgwright_database_worst_dead_rows_ratio" + ofDatabase + "} 0.2",
                        "pgwright_database_worst_vacuum_overdue_seconds"
                                + ofDatabase
                                + "} 172800.0",
                        "pgwright_cache_hit_ratio{cluster=\"shop\"} 0.8",
                        "pgwright_deadlocks_per_minute{cluster=\"shop\"} 3.0",
                        "pgwright_connections_used_ratio{cluster=\"shop\"} 0.3",
                        "pgwright_invalid_indexes{cluster=\"shop\"} 1.0",
                        "pgwright_replication_lag_seconds{cluster=\"shop\",replica=\"replica1\"} 7.0",
                        "pgwright_replication_slot_retained_bytes{cluster=\"shop\",slot=\"standby\"} 4096.0",
                        "pgwright_alerts{cluster=\"shop\",metric=\"cache_hit\",state=\"critical\"} 0.0");
        assertThat(lines("pgwright_collector_success{"))
                .singleElement()
                .asString()
                .endsWith(" 0.0");
        assertThat(lines("pgwright_collector_duration_seconds{"))
                .singleElement()
                .asString()
                .endsWith(" 0.25");
    }

    @Test
    void tellsCountersAsTheServerHasThem() {
        WatchedShop.fill(database);
        now = Instant.now();
        String labels = "{cluster=\"shop\",database=\"shop\",server=\"db1:5432\"} ";
        assertThat(told().lines())
                .contains(
                        "pgwright_database_commits_total" + labels + "1000000.0",
                        "pgwright_database_deadlocks_total" + labels + "1.3E7",
                        "pgwright_database_block_read_seconds_total" + labels + "14.0",
                        "# TYPE pgwright_database_commits_total counter",
                        "pgwright_table_sequential_scans_total{cluster=\"shop\",database=\"shop\",schema=\"public\",server=\"db1:5432\",table=\"table_1\"} 1000000.0");
        database.execute(
                "UPDATE counter_look SET taken_at = now() - interval '1 hour' WHERE kind = 'table'");
        now = now.plus(RepositoryMetrics.KEPT);
        assertThat(lines("pgwright_table_sequential_scans_total")).isEmpty();
        assertThat(lines("pgwright_index_scans_total")).isNotEmpty();
    }

    @Test
    void tellsOfTheLargestAndOfTheRestInOne() {
        WatchedShop.fill(database);
        now = Instant.now();
        assertThat(lines("pgwright_table_size_bytes{"))
                .hasSize(Most.TABLES + 1)
                .contains(
                        "pgwright_table_size_bytes{cluster=\"shop\",database=\"shop\",schema=\"\",table=\"(other)\"} 30000.0");
        assertThat(lines("pgwright_index_size_bytes{"))
                .hasSize(Most.INDEXES + 1)
                .contains(
                        "pgwright_index_size_bytes{cluster=\"shop\",database=\"shop\",index=\"(other)\",schema=\"\",table=\"\"} 15000.0");
        assertThat(lines("pgwright_table_rows_inserted_total{")).hasSize(Most.TABLES);
        assertThat(lines("pgwright_index_scans_total{")).hasSize(Most.INDEXES);
        // The ten least dear of 60, each called once a second, for 1 to 10 seconds a minute.
        assertThat(lines("pgwright_query_calls_per_second{"))
                .hasSize(Most.QUERIES + 1)
                .contains(
                        "pgwright_query_calls_per_second{cluster=\"shop\",query=\"(other)\"} 10.0");
        assertThat(lines("pgwright_query_latency_mean_seconds{"))
                .hasSize(Most.QUERIES)
                .contains(
                        "pgwright_query_latency_mean_seconds{cluster=\"shop\",query=\"hash60\"} 1.0");
        assertThat(lines("pgwright_query_latency_p99_seconds")).isEmpty();
        assertThat(told()).doesNotContain("secret_column", "SELECT");
    }

    @Test
    void readsAtMostOnceInTenSeconds() {
        WatchedShop.fill(database);
        now = Instant.now();
        String first = told();
        database.execute("UPDATE database_state SET database_bytes = 1");
        now = now.plus(RepositoryMetrics.KEPT).minus(Duration.ofMillis(1));
        assertThat(told()).isEqualTo(first);
        now = now.plus(Duration.ofMillis(1));
        assertThat(told())
                .contains("pgwright_database_size_bytes{cluster=\"shop\",database=\"shop\"} 1.0");
    }

    @Test
    void forgetsAServerThatIsNoLongerSeen() {
        WatchedShop.fill(database);
        now = Instant.now().plus(Duration.ofMinutes(3));
        assertThat(lines("pgwright_server_up{")).singleElement().asString().endsWith(" 0.0");
        assertThat(lines("pgwright_connections{")).isEmpty();
        now = Instant.now().plus(Duration.ofMinutes(20));
        assertThat(lines("pgwright_database_")).isEmpty();
    }

    @Test
    void tellsThatTheRepositoryIsAway() {
        WatchedShop.fill(database);
        repository.close();
        assertThat(told().lines().filter(line -> !line.startsWith("#")))
                .containsExactly("pgwright_repository_up 0.0");
    }
}
