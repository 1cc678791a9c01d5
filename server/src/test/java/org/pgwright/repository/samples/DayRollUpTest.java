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

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Days: whatever time is asked for, they tell what hours and samples tell. */
final class DayRollUpTest {
    private static final Instant EIGHT = Instant.parse("2026-03-01T08:00:00Z");

    private final CountedShop shop = new CountedShop(EIGHT);
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void tellsOfEveryTimeWhatHoursTell(CounterKind kind) {
        watch(kind, Duration.ofDays(6));
        varyColumns(kind);
        shop.sumDays(kind);

        assertThat(days(kind))
                .isEqualTo("2026-03-01 2026-03-02 2026-03-03 2026-03-04 2026-03-05 2026-03-06");
        assertThat(differing(kind)).isZero();
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void tellsTheSameWhileDaysAreStillBeingMade(CounterKind kind) {
        watch(kind, Duration.ofDays(4));

        assertThat(differing(kind)).isZero();
        DayRollUp days = new DayRollUp();
        shop.partitions.createAhead();
        shop.repository.inTransaction(
                jdbc ->
                        days.sum(
                                jdbc,
                                CountedShop.INSTANCE,
                                kind,
                                days.due(jdbc, CountedShop.INSTANCE, kind).orElseThrow()));

        assertThat(days(kind)).isEqualTo("2026-03-01");
        assertThat(differing(kind)).isZero();
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void losesNothingOfAServerThatIsADayBehind(CounterKind kind) {
        Duration behind = Duration.ofHours(26);
        shop.look(PRIMARY, kind, shop.now, 0);
        shop.look(REPLICA, kind, shop.now.minus(behind), 0);
        for (int minute = 40; minute <= 4 * 24 * 60; minute += 40) {
            shop.now = EIGHT.plus(Duration.ofMinutes(minute));
            shop.look(PRIMARY, kind, shop.now, minute);
            shop.look(REPLICA, kind, shop.now.minus(behind), 2L * minute);
            shop.sumUp(kind);
            shop.sumDays(kind);
        }

        assertThat(days(kind)).isNotNull();
        assertThat(differing(kind)).isZero();
        assertThat(shop.text(summed(kind))).isEqualTo(String.valueOf(3L * 4 * 24 * 60));
    }

    @Test
    void leavesADayAloneUntilAllItsHoursAreMade() {
        watch(CounterKind.INDEX, Duration.ofHours(15));
        shop.sumDays(CounterKind.INDEX);

        assertThat(days(CounterKind.INDEX)).isNull();

        watch(CounterKind.INDEX, Duration.ofHours(2));
        shop.sumDays(CounterKind.INDEX);

        assertThat(days(CounterKind.INDEX)).isEqualTo("2026-03-01");
    }

    @Test
    void makesNothingWhereNothingWasCounted() {
        shop.sumDays(CounterKind.TABLE);

        assertThat(shop.text("SELECT count(*)::text FROM days_summed")).isEqualTo("0");
    }

    @Test
    void passesOverADayThatIsNotKept() {
        watch(CounterKind.TABLE, Duration.ofDays(3));
        DayRollUp days = new DayRollUp();
        shop.repository.inTransaction(
                jdbc -> {
                    days.pass(
                            jdbc,
                            CountedShop.INSTANCE,
                            CounterKind.TABLE,
                            days.due(jdbc, CountedShop.INSTANCE, CounterKind.TABLE).orElseThrow());
                    return null;
                });
        shop.sumDays(CounterKind.TABLE);

        assertThat(days(CounterKind.TABLE)).isEqualTo("2026-03-02 2026-03-03");
    }

    /**
     * At odd times, with silences of hours, and with samples of which no hour is made at the end.
     */
    private void watch(CounterKind kind, Duration time) {
        Instant end = shop.now.plus(time);
        shop.look(PRIMARY, kind, shop.now, count);
        while (shop.now.isBefore(end)) {
            shop.now = shop.now.plus(Duration.ofMinutes(random.nextInt(20) == 0 ? 200 : 17));
            count += random.nextInt(50);
            shop.look(PRIMARY, kind, shop.now, count);
            shop.look(REPLICA, kind, shop.now.minusSeconds(7), count / 2);
            shop.sumUp(kind);
        }
    }

    private long count = 0;

    /** So that no column is told for another. */
    private void varyColumns(CounterKind kind) {
        String set =
                shop.text(
                        """
                        SELECT string_agg(
                                   format('%%1$I = nullif(%%2$s * abs(hashint8(extract(epoch FROM hour)::bigint)::bigint) %%%% 7000, 0)',
                                          attname, attnum), ', ')
                          FROM pg_attribute
                         WHERE attrelid = '%s_hour'::regclass AND attnum > 0
                           AND atttypid = 'bigint'::regtype AND NOT attnotnull
                        """
                                .formatted(kind.word()));
        shop.repository
                .jdbc()
                .sql(
                        "UPDATE %s_hour SET is_incomplete = extract(hour FROM hour) = 5, %s"
                                .formatted(kind.word(), set))
                .update();
    }

    private @Nullable String days(CounterKind kind) {
        return shop.text(
                "SELECT string_agg(DISTINCT (day AT TIME ZONE 'UTC')::date::text, ' ') FROM %s_day"
                        .formatted(kind.word()));
    }

    /**
     * Of a few hundred times, long and short, how many columns are told otherwise than by the view.
     */
    private long differing(CounterKind kind) {
        return Long.parseLong(
                String.valueOf(
                        shop.text(
                                """
                                WITH spans AS (
                                    SELECT n, a AS since, a + make_interval(secs => 60 * l) AS before
                                      FROM (SELECT n,
                                                   '2026-02-28 20:00+00'::timestamptz
                                                   + make_interval(secs => abs(hashint4(n)) %% 864000) AS a,
                                                   abs(hashint4(n + 1000))
                                                   %% CASE n %% 3 WHEN 0 THEN 90 WHEN 1 THEN 3000 ELSE 12000 END AS l
                                              FROM generate_series(1, 300) n) r),
                                told AS (
                                    SELECT n, 'new' AS way, to_jsonb(c) AS row
                                      FROM spans
                                     CROSS JOIN LATERAL %1$s_counted_in('%2$s', since, before) c
                                     UNION ALL
                                    SELECT n, 'old', to_jsonb(c)
                                      FROM spans
                                      JOIN %1$s_counted c
                                        ON (c.is_sum AND c.counted_at >= date_trunc('hour', since, 'UTC')
                                            OR NOT c.is_sum AND c.counted_at >= since)
                                       AND c.counted_at < before),
                                sums AS (
                                    SELECT n, way, row ->> 'node_id' AS node, row ->> '%1$s_id' AS object,
                                           row ->> 'source_id' AS source, v.key,
                                           CASE v.key WHEN 'longest_time' THEN max(v.value::numeric)
                                                      ELSE sum(v.value::numeric) END AS total
                                      FROM told
                                     CROSS JOIN LATERAL jsonb_each_text(
                                           (row || jsonb_build_object(
                                                       'longest_time', row -> 'longest_time',
                                                       'is_incomplete', 0))
                                           - 'instance_id' - 'counted_at' - 'is_sum' - 'node_id'
                                           - '%1$s_id' - 'source_id') v
                                     WHERE v.value IS NOT NULL
                                     GROUP BY 1, 2, 3, 4, 5, 6
                                     UNION ALL
                                    SELECT n, way, NULL, NULL, NULL, 'is_incomplete',
                                           max((row ->> 'is_incomplete')::boolean::integer)
                                      FROM told
                                     GROUP BY 1, 2)
                                SELECT count(*)::text
                                  FROM (SELECT * FROM sums WHERE way = 'new') a
                                  FULL JOIN (SELECT * FROM sums WHERE way = 'old') b
                                    ON (a.n, a.key, coalesce(a.node, ''), coalesce(a.object, ''),
                                        coalesce(a.source, ''))
                                       = (b.n, b.key, coalesce(b.node, ''), coalesce(b.object, ''),
                                          coalesce(b.source, ''))
                                 WHERE a.total IS DISTINCT FROM b.total
                                """
                                        .formatted(kind.word(), CountedShop.INSTANCE))));
    }

    private static String summed(CounterKind kind) {
        String counter =
                switch (kind) {
                    case STATEMENT -> "calls";
                    case TABLE -> "sequential_scans";
                    case INDEX -> "scans";
                    case DATABASE -> "commits";
                };
        return "SELECT sum(%s)::text FROM %s_counted_in('%s', '2026-01-01', '2027-01-01')"
                .formatted(counter, kind.word(), CountedShop.INSTANCE);
    }
}
