package org.pgwright.tuning.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.observation.StatementLogging;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.alerts.AlertKey;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.MetricReadings;
import org.pgwright.repository.alerts.Subject;
import org.pgwright.repository.figures.CallPercentiles;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.repository.figures.Window;
import org.pgwright.repository.performance.LogHours;
import org.pgwright.repository.samples.StatementSources;
import org.pgwright.workload.CallTimes;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Percentile;
import org.pgwright.workload.Percentile.Reason;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * Percentiles of what a log told are those of all calls, or are not told: hours that are over, so
 * that log and counters cover the same.
 */
final class LoggedPercentilesTest {
    private static final String QUERY = "SELECT name FROM shop WHERE id = ";
    private static final String HASH = NormalizedText.hash(QUERY + "1");
    private static final double SLOW = 200;

    private final Instant hour =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(5, ChronoUnit.HOURS);
    private final CsvLog entries = new CsvLog();
    private StoredLog log;
    private int samples;

    @BeforeEach
    void openARepository() {
        log = new StoredLog(true);
    }

    @AfterEach
    void closeIt() {
        log.close();
    }

    /** Most are fast, some take seconds. */
    private static double[] times(int calls, long seed) {
        Random random = new Random(seed);
        return random.doubles(calls)
                .map(share -> Math.round(20_000 * Math.pow(share, 8)) / 1.0)
                .toArray();
    }

    /** So many slow calls among others. */
    private static double[] times(int calls, int slow) {
        return DoubleStream.iterate(1, i -> i + 1)
                .limit(calls)
                .map(i -> i <= calls - slow ? i / calls * (SLOW - 1) : SLOW + 10 * i)
                .toArray();
    }

    /** Calls within an hour, of which those are logged that took so long, in any order. */
    private void calls(Instant begin, String role, double[] times, double threshold) {
        Random random = new Random(4);
        for (int i = 0; i < times.length; i++) {
            int other = i + random.nextInt(times.length - i);
            double swapped = times[i];
            times[i] = times[other];
            times[other] = swapped;
            if (times[i] >= threshold) {
                Instant at = begin.plusMillis(1_000L + 3_500_000L * i / times.length);
                entries.call(at, role, times[i], QUERY + i);
            }
        }
    }

    /** Something else that is logged, so that the log is known to have been read until then. */
    private void mark(Instant at) {
        entries.call(at, "other", 1, "SELECT 'mark'");
    }

    private void logging(Instant begin, StatementLogging... logging) {
        log.partitions.ensure(PartitionedTable.LOG_HOUR, begin);
        log.repository.inTransaction(
                jdbc -> {
                    new LogHours().logging(jdbc, log.node, begin, List.of(logging));
                    return null;
                });
    }

    private static StatementLogging from(double millis) {
        return new StatementLogging("", "", millis, -1.0, 1.0);
    }

    private void counted(Instant begin, String role, long calls) {
        counted(begin, role, calls, false);
    }

    /** What pg_stat_statements counted of a role in an hour. */
    private void counted(Instant begin, String role, long calls, boolean isIncomplete) {
        Instant taken = begin.plusSeconds(3_000 + ++samples);
        log.partitions.ensure(PartitionedTable.STATEMENT_SAMPLE, taken);
        log.repository.inTransaction(
                jdbc ->
                        jdbc.sql(
                                        """
                                        WITH source AS (
                                            INSERT INTO statement_source (
                                                instance_id, node_id, database_id, role_oid,
                                                role_name, queryid, is_top_level, statement_id,
                                                first_seen)
                                            SELECT :instance, :node, database_id,
                                                   abs(hashtext(:role)), :role, 1, true,
                                                   :statement, now()
                                              FROM monitored_database
                                            ON CONFLICT (instance_id, node_id, database_id,
                                                         role_oid, queryid, is_top_level)
                                            DO UPDATE SET queryid = 1
                                            RETURNING source_id)
                                        INSERT INTO statement_sample (
                                            instance_id, node_id, database_id, taken_at,
                                            interval_start, gaps, incomplete, objects, calls,
                                            row_count)
                                        SELECT :instance, :node, 0, :taken, :taken, '{}',
                                               CASE WHEN :incomplete THEN ARRAY[source_id]
                                                    ELSE '{}' END,
                                               ARRAY[source_id], ARRAY[:calls], ARRAY[3 * :calls]
                                          FROM source
                                        """)
                                .param("instance", log.node.instanceId())
                                .param("node", log.node.nodeId())
                                .param("role", role)
                                .param(
                                        "statement",
                                        new StatementSources()
                                                .statement(jdbc, log.node, QUERY + 1, taken))
                                .param("taken", taken.atOffset(ZoneOffset.UTC))
                                .param("incomplete", isIncomplete)
                                .param("calls", calls)
                                .update());
    }

    private QueryPercentiles percentiles(int hours) {
        log.add(entries);
        return log.repository.inTransaction(
                jdbc ->
                        new CallPercentiles()
                                .of(
                                        jdbc,
                                        new Window(
                                                log.node.instanceId(),
                                                hour,
                                                hour.plus(hours, ChronoUnit.HOURS)),
                                        List.of(HASH))
                                .get(HASH));
    }

    /** Nearest rank, as percentile_disc. */
    private static double exact(double[] times, double share) {
        double[] sorted = DoubleStream.of(times).sorted().toArray();
        return sorted[(int) Math.ceil(share * sorted.length - 1e-9) - 1];
    }

    private static void assertExact(Percentile told, double[] times, double share) {
        assertThat(told)
                .isInstanceOfSatisfying(
                        Percentile.Exact.class,
                        known ->
                                assertThat(known.time().toNanos() / 1e6)
                                        .isBetween(
                                                exact(times, share),
                                                exact(times, share) * (1 + CallTimes.ERROR)
                                                        + 0.001));
    }

    private static void assertUnknown(QueryPercentiles told, Reason reason) {
        assertThat(told).isEqualTo(QueryPercentiles.unknown(reason));
    }

    private static Percentile unknown(Reason reason) {
        return new Percentile.Unknown(reason);
    }

    @Test
    void areThoseOfTheCallsWhereEveryOneWasLogged() {
        double[] times = times(700, 3L);
        logging(hour, from(0));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times, 0);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 700);

        QueryPercentiles told = percentiles(1);

        assertExact(told.p50(), times, 0.5);
        assertExact(told.p95(), times, 0.95);
        assertExact(told.p99(), times, 0.99);
    }

    /** 90 calls of 10 ms and 10 of 400 ms; alerts are about what was looked at just now. */
    @Test
    void areWhatAlertsAreAbout() {
        double[] times =
                DoubleStream.concat(
                                DoubleStream.generate(() -> 10).limit(90),
                                DoubleStream.generate(() -> 400).limit(10))
                        .toArray();
        logging(hour, from(0));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times, 0);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 100);
        counted(hour.plusSeconds(400), "app", 0);
        counted(hour.plusSeconds(580), "app", 0);
        log.add(entries);

        Map<AlertKey, Double> values = new HashMap<>();
        log.repository
                .inTransaction(
                        jdbc ->
                                new MetricReadings()
                                        .of(
                                                jdbc,
                                                log.node.instanceId(),
                                                List.of(),
                                                hour.plusSeconds(3_600)))
                .forEach(one -> values.put(one.key(), one.value()));

        assertThat(values.get(new AlertKey(Metric.P95_LATENCY, Subject.INSTANCE)))
                .isBetween(400.0, 400 * (1 + CallTimes.ERROR) + 0.001);
        assertThat(values.get(new AlertKey(Metric.P99_LATENCY, Subject.INSTANCE)))
                .isBetween(400.0, 400 * (1 + CallTimes.ERROR) + 0.001);
    }

    /**
     * Of 1,000 calls the 11 slowest tell P99, the 51 slowest P95 and the 501 slowest the median.
     */
    @ParameterizedTest
    @CsvSource({"10, false, false", "11, true, false", "50, true, false", "51, true, true"})
    void areToldOfSlowCallsIfThoseThatWereNotLoggedAreBelow(
            int slow, boolean tellsP99, boolean tellsP95) {
        double[] times = times(1_000, slow);
        logging(hour, from(SLOW));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times, SLOW);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 1_000);

        QueryPercentiles told = percentiles(1);

        assertThat(told.p50()).isEqualTo(unknown(Reason.AMONG_UNLOGGED_CALLS));
        assertTold(told.p95(), tellsP95, times, 0.95);
        assertExact(told.longest(), times, 1);
        assertTold(told.p99(), tellsP99, times, 0.99);
    }

    private static void assertTold(Percentile told, boolean isTold, double[] times, double share) {
        if (isTold) {
            assertExact(told, times, share);
        } else {
            assertThat(told).isEqualTo(unknown(Reason.AMONG_UNLOGGED_CALLS));
        }
    }

    @Test
    void areAddedUpOverHoursAndTheCurrentOneIsLeftOutWhereOnlySlowCallsAreLogged() {
        double[] first = times(400, 9);
        double[] second = times(600, 5);
        logging(hour, from(SLOW));
        logging(hour.plusSeconds(3_600), from(SLOW));
        logging(hour.plusSeconds(7_200), from(SLOW));
        mark(hour.minusSeconds(1));
        calls(hour, "app", first, SLOW);
        calls(hour.plusSeconds(3_600), "app", second, SLOW);
        mark(hour.plusSeconds(7_201));
        calls(hour.plusSeconds(7_200), "app", times(50, 50), SLOW);
        counted(hour, "app", 400);
        counted(hour.plusSeconds(3_600), "app", 600);
        counted(hour.plusSeconds(7_200), "app", 50);

        QueryPercentiles told = percentiles(2);

        double[] all =
                DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(second)).toArray();
        assertExact(told.p99(), all, 0.99);
        assertThat(told.p95()).isEqualTo(unknown(Reason.AMONG_UNLOGGED_CALLS));
    }

    @ParameterizedTest
    @CsvSource({
        "0, COUNTS_DISAGREE",
        "19, COUNTS_DISAGREE",
        "20, ",
        "100000, AMONG_UNLOGGED_CALLS"
    })
    void areNeverThoseOfTheSlowCallsAlone(long counted, @Nullable Reason reason) {
        double[] times = times(1_000, 20);
        logging(hour, from(SLOW));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times, SLOW);
        mark(hour.plusSeconds(3_601));
        if (counted > 0) {
            counted(hour, "app", counted);
        }

        Percentile told = percentiles(1).p99();

        if (reason != null) {
            assertThat(told).isEqualTo(unknown(reason));
        } else {
            // that many were counted: all were slow
            assertExact(told, DoubleStream.of(times).filter(t -> t >= SLOW).toArray(), 0.99);
        }
    }

    @Test
    void areNotToldOfSlowCallsWhoseCountersWereStartedAnew() {
        logging(hour, from(SLOW));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times(1_000, 20), SLOW);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 1_000, true);

        assertUnknown(percentiles(1), Reason.CALLS_NOT_KNOWN);
    }

    @Test
    void areEstimatedFromASampleOfKnownRate() {
        double[] times = times(8_000, 11L);
        logging(hour, new StatementLogging("", "", -1.0, 0.0, 0.5));
        mark(hour.minusSeconds(1));
        Random random = new Random(5);
        calls(
                hour,
                "app",
                DoubleStream.of(times).filter(time -> random.nextBoolean()).toArray(),
                0);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 8_000);

        QueryPercentiles told = percentiles(1);

        assertThat(told.p95())
                .isInstanceOfSatisfying(
                        Percentile.Estimated.class,
                        known -> {
                            double millis = known.time().toNanos() / 1e6;
                            long below = DoubleStream.of(times).filter(t -> t <= millis).count();
                            assertThat(known.rate()).isEqualTo(0.5);
                            assertThat(below / 8_000.0).isBetween(0.935, 0.965);
                        });
    }

    @Test
    void areExactWhereSlowCallsAreAllLoggedBesideASampleOfTheOthers() {
        double[] times = times(2_000, 60);
        logging(hour, new StatementLogging("", "", SLOW, 0.0, 0.5));
        mark(hour.minusSeconds(1));
        Random random = new Random(5);
        calls(
                hour,
                "app",
                DoubleStream.of(times).filter(t -> t >= SLOW || random.nextBoolean()).toArray(),
                0);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 2_000);

        QueryPercentiles told = percentiles(1);

        // how many calls there were is estimated, too
        assertThat(told.p99()).isInstanceOf(Percentile.Estimated.class);
        assertThat(told.p50()).isInstanceOf(Percentile.Estimated.class);
    }

    /** The most particular setting holds; a query is as well known as by the least of its roles. */
    @ParameterizedTest
    @CsvSource({
        "-1, app, '', 0, true",
        "-1, '', postgres, 0, true",
        "-1, app, postgres, 0, true",
        "0, app, '', -1, false",
        "0, other, '', -1, true",
        "0, '', other, -1, true",
        "-1, app, other, 0, false"
    })
    void goByTheSettingsOfRolesAndDatabases(
            double ofAll, String role, String database, double own, boolean isTold) {
        double[] times = times(100, 7L);
        logging(hour, from(ofAll), new StatementLogging(database, role, own, null, null));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times, 0);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 100);

        QueryPercentiles told = percentiles(1);

        if (isTold) {
            assertExact(told.p95(), times, 0.95);
        } else {
            assertUnknown(told, Reason.LOGGING_NOT_KNOWN);
        }
    }

    @Test
    void takeARoleWithinADatabaseBeforeTheRoleAndThatBeforeTheDatabase() {
        double[] times = times(100, 7L);
        logging(
                hour,
                from(-1),
                new StatementLogging("postgres", "", 500.0, null, null),
                new StatementLogging("", "app", -1.0, null, null),
                new StatementLogging("postgres", "app", 0.0, null, null));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times, 0);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 100);

        assertExact(percentiles(1).p95(), times, 0.95);
    }

    @Test
    void areAsWellKnownAsOfTheRoleThatIsLoggedLeast() {
        logging(hour, from(0), new StatementLogging("", "batch", SLOW, null, null));
        mark(hour.minusSeconds(1));
        double[] fast = times(100, 7L);
        double[] slow = times(900, 30);
        calls(hour, "app", fast, 0);
        calls(hour, "batch", slow, SLOW);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 100);
        counted(hour, "batch", 900);

        QueryPercentiles told = percentiles(1);

        double[] all = DoubleStream.concat(DoubleStream.of(fast), DoubleStream.of(slow)).toArray();
        assertExact(told.p99(), all, 0.99);
        assertThat(told.p50()).isEqualTo(unknown(Reason.AMONG_UNLOGGED_CALLS));
    }

    @ParameterizedTest
    @CsvSource({"600, 3601", "-1, 3000"})
    void areNotToldOfSlowCallsInAnHourThatWasNotWhollyFollowed(long begin, long end) {
        logging(hour, from(SLOW));
        mark(hour.plusSeconds(begin));
        entries.call(hour.plusSeconds(1_800), "app", SLOW, QUERY + 1);
        mark(hour.plusSeconds(end));
        counted(hour, "app", 1);

        assertUnknown(percentiles(1), Reason.LOG_NOT_FOLLOWED);
    }

    @ParameterizedTest
    @CsvSource({"300, true", "320, true", "400, false"})
    void areToldOfAllCallsInAPartOfAnHourIfAsManyWereCounted(long counted, boolean isTold) {
        double[] times = times(300, 7L);
        logging(hour, from(0));
        mark(hour.plusSeconds(1));
        calls(hour, "app", times, 0);
        counted(hour, "app", counted);

        QueryPercentiles told = percentiles(1);

        if (isTold) {
            assertExact(told.p99(), times, 0.99);
        } else {
            assertUnknown(told, Reason.COUNTS_DISAGREE);
        }
    }

    @Test
    void areNotToldWhereTheSettingChanged() {
        logging(hour, from(0));
        logging(hour, from(SLOW));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times(100, 7L), 0);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 100);

        assertUnknown(percentiles(1), Reason.LOGGING_NOT_KNOWN);
    }

    @Test
    void areNotToldWhereTheLogItselfTellsOfAChange() {
        logging(hour, from(0));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times(100, 7L), 0);
        entries.changed(hour.plusSeconds(3_598), "log_min_duration_statement", "200");
        entries.changed(hour.plusSeconds(3_599), "log_min_duration_statement", "0");
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 100);

        assertUnknown(percentiles(1), Reason.LOGGING_NOT_KNOWN);
    }

    @Test
    void areNotToldWhereSomethingInTheLogCouldNotBeRead() {
        logging(hour, from(0));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times(100, 7L), 0);
        entries.noise();
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 100);

        assertUnknown(percentiles(1), Reason.LOG_NOT_FOLLOWED);
    }

    /** Memory is lost, not what the log holds. */
    @Test
    void areToldOverARestartThatLostNothing() {
        double[] times = times(1_000, 20);
        logging(hour, from(SLOW));
        mark(hour.minusSeconds(1));
        calls(hour, "app", times, SLOW);
        log.add(new CsvLog().call(hour.minusSeconds(1), "other", 1, "SELECT 'mark'"));
        log.restart();
        counted(hour, "app", 1_000);
        mark(hour.plusSeconds(3_601));

        assertExact(percentiles(1).p99(), times, 0.99);
    }

    @Test
    void areNotToldWhereAPartOfTheLogWasLostInBetween() {
        logging(hour, from(0));
        log.add(
                new CsvLog()
                        .call(hour.minusSeconds(1), "app", 1, QUERY + 1)
                        .call(hour.plusSeconds(600), "app", 1, QUERY + 1));
        log.miss();
        entries.call(hour.plusSeconds(700), "app", 1, QUERY + 1);
        mark(hour.plusSeconds(3_601));
        counted(hour, "app", 2);

        assertUnknown(percentiles(1), Reason.LOG_NOT_FOLLOWED);
    }

    @Test
    void areNotToldWhereNoCallWasSeen() {
        logging(hour, from(0));
        mark(hour.plusSeconds(1));

        log.add(entries);
        assertThat(
                        log.repository.<Object>inTransaction(
                                jdbc ->
                                        new CallPercentiles()
                                                .of(
                                                        jdbc,
                                                        new Window(
                                                                log.node.instanceId(),
                                                                hour,
                                                                hour.plus(Duration.ofHours(1))),
                                                        List.of(HASH))))
                .isEqualTo(java.util.Map.of());
    }
}
