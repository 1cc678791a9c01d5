package org.pgwright.repository.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.repository.samples.CountedShop.PRIMARY;
import static org.pgwright.repository.samples.CountedShop.REPLICA;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.NodeKey;
import org.pgwright.repository.performance.IntervalLog;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Hours, by clocks of the test's own: whatever they do, sums and samples together are what the
 * server counted.
 */
final class RollUpTest {
    private static final Instant EIGHT = Instant.parse("2026-03-01T08:00:00Z");
    private final IntervalLog log = new IntervalLog(UUID::randomUUID, 1_000);
    private final CountedShop shop = new CountedShop(EIGHT);

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void sumsUpToWhatTheServerCounted(CounterKind kind) {
        shop.look(PRIMARY, kind, EIGHT, 100);
        for (int minute = 7; minute <= 7 * 40; minute += 7) {
            shop.now = EIGHT.plus(Duration.ofMinutes(minute));
            shop.look(PRIMARY, kind, shop.now, 100 + 3L * minute);
            shop.sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(3L * 280);
        assertThat(sums(kind)).isEqualTo("08:00=168 09:00=189 10:00=168 11:00=189");
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void losesNothingOfAServerWhoseClockIsBehind(CounterKind kind) {
        Duration behind = Duration.ofMinutes(25);
        shop.look(PRIMARY, kind, shop.now, 0);
        shop.look(REPLICA, kind, shop.now.minus(behind), 0);
        for (int minute = 5; minute <= 300; minute += 5) {
            shop.now = EIGHT.plus(Duration.ofMinutes(minute));
            shop.look(PRIMARY, kind, shop.now, minute);
            shop.look(REPLICA, kind, shop.now.minus(behind), 2L * minute);
            shop.sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(3L * 300);
        assertThat(gaps(kind)).isEqualTo("{}");
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void losesNothingOfAServerWhoseClockIsHoursBehind(CounterKind kind) {
        Duration behind = Duration.ofHours(3);
        shop.look(PRIMARY, kind, shop.now, 0);
        shop.look(REPLICA, kind, shop.now.minus(behind), 0);
        for (int minute = 5; minute <= 300; minute += 5) {
            shop.now = EIGHT.plus(Duration.ofMinutes(minute));
            shop.look(PRIMARY, kind, shop.now, minute);
            shop.look(REPLICA, kind, shop.now.minus(behind), 2L * minute);
            shop.sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(3L * 300);
        assertThat(gaps(kind)).contains("clock_step");
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void losesNothingWhenClocksAreSetBackAndForth(CounterKind kind) {
        Random random = new Random(11);
        Instant server = EIGHT;
        long count = 0;
        shop.look(PRIMARY, kind, server, count);
        for (int step = 0; step < 200; step++) {
            server = server.plus(Duration.ofMinutes(random.nextInt(20)));
            shop.now = shop.now.plus(Duration.ofMinutes(random.nextInt(20)));
            if (random.nextInt(10) == 0) {
                server = server.plus(Duration.ofMinutes(random.nextInt(300) - 150L));
            }
            if (random.nextInt(10) == 0) {
                shop.now = shop.now.plus(Duration.ofMinutes(random.nextInt(300) - 150L));
            }
            count += random.nextInt(50);
            shop.look(PRIMARY, kind, server, count);
            shop.sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(count);
        assertThat(gaps(kind)).contains("clock_step");
    }

    @Test
    void sumsUpTheLastHourOfAServerThatIsWatchedNoMore() {
        shop.look(PRIMARY, CounterKind.INDEX, EIGHT, 0);
        shop.look(PRIMARY, CounterKind.INDEX, EIGHT.plusSeconds(60), 5);
        shop.now = EIGHT.plus(Duration.ofHours(20));
        shop.sumUp(CounterKind.INDEX);
        assertThat(sums(CounterKind.INDEX)).isNull();

        shop.now = EIGHT.plus(Duration.ofHours(26));
        shop.sumUp(CounterKind.INDEX);

        assertThat(sums(CounterKind.INDEX)).isEqualTo("08:00=5");
    }

    @Test
    void logsEachCallOnceOverSeveralHoursAndNodes() {
        shop.look(PRIMARY, CounterKind.STATEMENT, shop.now, 0);
        shop.look(REPLICA, CounterKind.STATEMENT, shop.now, 0);
        for (int hour = 1; hour <= 5; hour++) {
            Instant at = EIGHT.plus(Duration.ofHours(hour));
            shop.now = at;
            shop.look(PRIMARY, CounterKind.STATEMENT, at.plusSeconds(30), 10L * hour);
            log(PRIMARY);
            log(REPLICA);
            // Kept later, although it was looked at before.
            shop.look(REPLICA, CounterKind.STATEMENT, at.plusSeconds(20), 7L * hour);
        }
        log(PRIMARY);
        log(REPLICA);

        assertThat(
                        shop.text(
                                "SELECT concat_ws(' ', sum(calls), count(*), count(DISTINCT"
                                        + " (node_id, executed_at)), bool_and(interval_start <"
                                        + " executed_at)) FROM query_performance_log"))
                .isEqualTo("85 10 10 t");
    }

    @Test
    void dropsDaysOnlyWhenTheirHoursAreSummedUp() {
        for (int day = 0; day < 20; day++) {
            Instant at = EIGHT.plus(Duration.ofDays(day));
            shop.now = at;
            shop.look(PRIMARY, CounterKind.INDEX, at, 10L * day);
            shop.look(PRIMARY, CounterKind.INDEX, at.plusSeconds(60), 10L * day + 4);
            if (day < 2) {
                shop.sumUp(CounterKind.INDEX);
            }
        }
        assertThat(shop.partitions.dropOld().dropped()).contains("index_sample_20260301");
        assertThat(shop.text("SELECT to_regclass('index_sample_20260303')::text")).isNotNull();
        long before = counted(CounterKind.INDEX);

        shop.sumUp(CounterKind.INDEX);
        assertThat(shop.partitions.dropOld().dropped()).contains("index_sample_20260303");

        assertThat(before).isEqualTo(194);
        assertThat(counted(CounterKind.INDEX)).isEqualTo(194);
    }

    private void log(NodeKey node) {
        shop.partitions.createAhead();
        shop.repository.inTransaction(
                jdbc -> log.due(jdbc, node).map(due -> log.write(jdbc, node, due)).orElse(0));
    }

    /** By the view that questions are asked of. */
    private long counted(CounterKind kind) {
        return Long.parseLong(
                String.valueOf(
                        shop.text(
                                "SELECT sum(%s)::text FROM %s_counted"
                                        .formatted(firstOf(kind), kind.word()))));
    }

    private @Nullable String sums(CounterKind kind) {
        return shop.text(
                """
                SELECT string_agg(to_char(hour AT TIME ZONE 'UTC', 'HH24:MI') || '=' || counted, ' '
                                  ORDER BY hour)
                  FROM (SELECT hour, sum(%s) AS counted FROM %s_hour GROUP BY hour) h
                """
                        .formatted(firstOf(kind), kind.word()));
    }

    private String gaps(CounterKind kind) {
        return shop
                .repository
                .jdbc()
                .sql("SELECT DISTINCT gaps::text FROM %s_sample".formatted(kind.word()))
                .query(String.class)
                .list()
                .stream()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String firstOf(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> "calls";
            case TABLE -> "sequential_scans";
            case INDEX -> "scans";
            case DATABASE -> "commits";
        };
    }
}
