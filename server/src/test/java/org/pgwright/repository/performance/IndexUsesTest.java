package org.pgwright.repository.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.maintenance.IndexUse;
import org.pgwright.maintenance.WatchedServers;
import org.pgwright.repository.strategy.Scope;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the repository says of the use of an index, on a primary and a replica. */
final class IndexUsesTest {
    private static final Scope SCOPE = new Scope(UnusedIndex.INSTANCE, 1);
    private static final QualifiedName INDEX = new QualifiedName("public", "by_note");

    private UnusedIndex kept;

    @BeforeEach
    void open() {
        kept = new UnusedIndex();
    }

    @AfterEach
    void close() {
        kept.close();
    }

    @Test
    void tellsOnWhichDaysItWasScannedOnAnyServer() {
        kept.execute(
                """
                INSERT INTO index_usage_stats (id, instance_id, index_strategy_id, schema_name,
                                               table_name, index_name, stats_date, total_scans)
                SELECT gen_random_uuid(), instance_id, id, schema_name, table_name, index_name,
                       (now() AT TIME ZONE 'UTC')::date - 20, 3
                  FROM index_strategy
                """);
        assertThat(use().days()).containsExactly(today().minusDays(20));

        kept.hour(2, 0, 1, false);
        IndexUse use = use();
        assertThat(use.days()).containsExactly(today().minusDays(20), today());
        assertThat(use.oid()).isEqualTo(2);
        assertThat(use.isNeeded()).isFalse();
    }

    @Test
    void tellsSinceWhenNoScanCanHaveBeenMissed() {
        Duration moment = Duration.ofMinutes(5);
        assertThat(use().since())
                .isCloseTo(ago(40), within(moment.toSeconds(), ChronoUnit.SECONDS));

        kept.execute("UPDATE node SET first_seen = now() - interval '12 days' WHERE node_id = 2");
        assertThat(use().since())
                .isCloseTo(ago(12), within(moment.toSeconds(), ChronoUnit.SECONDS));

        kept.execute("UPDATE node SET is_active = false WHERE node_id = 2");
        kept.execute("UPDATE monitored_index SET first_seen = now() - interval '9 days'");
        assertThat(use().since()).isCloseTo(ago(9), within(moment.toSeconds(), ChronoUnit.SECONDS));

        kept.hour(1, 1, 0, true);
        assertThat(use().lost()).isEqualTo(today().minusDays(1));
        assertThat(use().since()).isEqualTo(today().atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    @Test
    void saysWhatIsNeededForMoreThanQueries() {
        kept.execute("UPDATE monitored_index SET duties = '{foreign_key}'");

        assertThat(use().isNeeded()).isTrue();
    }

    @Test
    void knowsNothingOfWhatWasNotWrittenDown() {
        kept.execute("DELETE FROM index_usage_stats");
        assertThat(uses()).isZero();
    }

    @Test
    void leavesOutTheRepositorysOwnTables() {
        kept.execute("UPDATE monitored_table SET is_ours = true");

        assertThat(uses()).isZero();
        Set<QualifiedName> own =
                kept.repository().inTransaction(jdbc -> new IndexUses().ownTables(jdbc, SCOPE));
        assertThat(own).containsExactly(new QualifiedName("public", "orders"));
    }

    @Test
    void tellsWhichServersAreWatched() {
        kept.follow("replica1", true);
        kept.follow("replica2", true);
        assertThat(servers()).isEqualTo(new WatchedServers(2, null, 2, 1));

        kept.execute(
                "UPDATE counter_look SET taken_at = now() - interval '2 hours' WHERE node_id = 2");
        assertThat(servers().silent()).isEqualTo("db2");

        Scope another = new Scope(UUID.randomUUID(), 1);
        Optional<WatchedServers> none =
                kept.repository()
                        .inTransaction(jdbc -> new WatchedNodes().of(jdbc, another, kept.now()));
        assertThat(none).isEmpty();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(kept.now(), ZoneOffset.UTC);
    }

    private Instant ago(int days) {
        return kept.now().minus(Duration.ofDays(days));
    }

    private WatchedServers servers() {
        return kept.repository()
                .inTransaction(jdbc -> new WatchedNodes().of(jdbc, SCOPE, Instant.now()))
                .orElseThrow();
    }

    private int uses() {
        return kept.repository()
                .inTransaction(jdbc -> new IndexUses().of(jdbc, SCOPE, Instant.now()))
                .size();
    }

    private IndexUse use() {
        Map<QualifiedName, IndexUse> uses =
                kept.repository()
                        .inTransaction(jdbc -> new IndexUses().of(jdbc, SCOPE, Instant.now()));
        return Objects.requireNonNull(uses.get(INDEX));
    }
}
