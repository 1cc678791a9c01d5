package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.change.ChangeEnd;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** Others add, drop and lend partitions while indexes of partitioned tables are changed. */
final class ChangePartitionsTest {
    private final ChangeFixture shop = ChangeFixture.on(TestServers.NEWEST);

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void includesAPartitionThatIsAddedMeanwhile() throws SQLException {
        KnownStrategy strategy = shop.approved(KindOfChange.PARTITIONED_CREATE);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, KindOfChange.PARTITIONED_CREATE);
            end = shop.begin(strategy, ChangeFixture.PATIENT);
            shop.awaitWaiting();
            shop.database()
                    .execute(
                            "CREATE TABLE shop.events_3 PARTITION OF shop.events"
                                    + " FOR VALUES FROM (20) TO (30)");
        }

        assertThat(end.join()).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(
                        shop.answers(
                                "SELECT bool_and(x.indisvalid) || ' ' || count(*) FROM pg_index x"
                                        + " JOIN pg_partition_tree('shop.\"events by id\"') t"
                                        + " ON t.relid = x.indexrelid"))
                .containsExactly("true 6");
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"PARTITIONED_DROP", "PARTITIONED_REINDEX"})
    void goesOnWhenAPartitionIsAddedMeanwhile(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);

        ChangeEnd end =
                shop.begin(
                                strategy,
                                ChangeFixture.PATIENT,
                                begun ->
                                        shop.database()
                                                .execute(
                                                        "CREATE TABLE shop.events_3 PARTITION OF"
                                                                + " shop.events"
                                                                + " FOR VALUES FROM (20) TO (30)"))
                        .join();

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertNothingInvalid();
        assertThat(shop.indexes().contains("events_3_day_idx"))
                .isEqualTo(kind == KindOfChange.PARTITIONED_REINDEX);
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"PARTITIONED_CREATE", "PARTITIONED_REINDEX"})
    void goesOnWhenAPartitionIsDroppedMeanwhile(KindOfChange kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(ChangeFixture.insert(kind));
            end = shop.begin(strategy, ChangeFixture.PATIENT);
            shop.awaitWaiting();
            other.commit();
            shop.database().execute("DROP TABLE shop.events_1");
        }

        assertThat(end.join()).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertNothingInvalid();
        assertThat(shop.indexes()).contains(kind.index()).doesNotContain("events_1_day_idx");
    }

    @Test
    void makesAnIndexOfATableWithAForeignPartition() {
        shop.database()
                .execute(
                        "CREATE EXTENSION IF NOT EXISTS file_fdw",
                        "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
                        "CREATE FOREIGN TABLE shop.events_4 PARTITION OF shop.events"
                                + " FOR VALUES FROM (90) TO (99) SERVER files"
                                + " OPTIONS (filename '/dev/null')");
        KnownStrategy strategy = shop.approved(KindOfChange.PARTITIONED_CREATE);

        assertThat(shop.apply(strategy, ChangeFixture.PATIENT))
                .isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.isWhole(KindOfChange.PARTITIONED_CREATE)).isTrue();
    }
}
