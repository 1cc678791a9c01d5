package org.pgwright.observation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class DeltasTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    @Test
    void countsWhatWasAdded() {
        Sample<String> sample =
                sample(look(NOON), Map.of("a", 10L), look(LATER), Map.of("a", 15L, "b", 2L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(5), "b", scans(2)));
        assertThat(sample.gaps()).isEmpty();
        assertThat(sample.incomplete()).isEmpty();
        assertThat(sample.intervalStart()).isEqualTo(NOON);
        assertThat(sample.takenAt()).isEqualTo(LATER);
    }

    @Test
    void leavesOutWhatDidNothing() {
        assertThat(sample(look(NOON), Map.of("a", 10L), look(LATER), Map.of("a", 10L)).counted())
                .isEmpty();
    }

    @Test
    void countsFromZeroAfterAResetOfAll() {
        CounterLook reset = new CounterLook(LATER, START, NOON.plusSeconds(30), 0, false);

        Sample<String> sample =
                sample(
                        look(NOON),
                        Map.of("a", 10L, "b", 3L, "c", 4L),
                        reset,
                        Map.of("a", 12L, "b", 0L, "c", 1L));

        assertThat(sample.counted())
                .isEqualTo(Map.of("a", scans(12), "b", scans(0), "c", scans(1)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.STATISTICS_RESET);
        assertThat(sample.incomplete()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void countsOthersOnceAfterTheResetOfASingleTable() {
        CounterLook reset = new CounterLook(LATER, START, NOON.plusSeconds(30), 0, false);

        Sample<String> sample =
                sample(
                        look(NOON),
                        Map.of("a", 10L, "b", 30L, "c", 7L),
                        reset,
                        Map.of("a", 2L, "b", 33L, "c", 7L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(2), "b", scans(3)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.STATISTICS_RESET);
        assertThat(sample.incomplete()).containsExactly("a");
    }

    @Test
    void doubtsAllWhereNothingSaysThatNotAllWereReset() {
        CounterLook reset = new CounterLook(LATER, START, NOON.plusSeconds(30), 0, false);

        Sample<String> sample = sample(look(NOON), Map.of("a", 10L), reset, Map.of("a", 12L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(2)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.STATISTICS_RESET);
        assertThat(sample.incomplete()).containsExactly("a");
    }

    @Test
    void countsADatabaseOnceOfWhichATableWasReset() {
        CounterReading<String> before = new CounterReading<>("a", 1, START, commits(50));
        CounterReading<String> now = new CounterReading<>("a", 1, NOON.plusSeconds(9), commits(60));

        Sample<String> sample =
                Deltas.between(
                        CounterKind.DATABASE,
                        look(NOON),
                        Map.of("a", before),
                        look(LATER),
                        List.of(now));

        assertThat(sample.counted()).isEqualTo(Map.of("a", commits(10)));
        assertThat(sample.incomplete()).containsExactly("a");
    }

    @Test
    void countsNothingOfAServerThatTookThePlaceOfAnother() {
        CounterLook other = new CounterLook(LATER, NOON.minusSeconds(900), null, 0, false);

        Sample<String> sample =
                sample(look(NOON), Map.of("a", 10L), other, Map.of("a", 500L, "b", 40L));

        assertThat(sample.gaps()).containsExactly(IntervalGap.REPLACED);
        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(0), "b", scans(0)));
        assertThat(sample.incomplete()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void keepsTheCountersOfAnIndexThatWasBuiltAnewConcurrently() {
        CounterReading<String> before = new CounterReading<>("a", 100, null, scans(10));
        CounterReading<String> now = new CounterReading<>("a", 200, null, scans(13));

        Sample<String> sample =
                Deltas.between(
                        CounterKind.INDEX,
                        look(NOON),
                        Map.of("a", before),
                        look(LATER),
                        List.of(now));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(3)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.RECREATED);
    }

    @Test
    void seesTheResetOfAStatementByItsLongestTimeWhereTheServerDoesNotSaySince() {
        Sample<String> sample =
                Deltas.between(
                        CounterKind.STATEMENT,
                        look(NOON),
                        Map.of("a", statement(7, 500)),
                        look(LATER),
                        List.of(statement(9, 20)));

        assertThat(sample.gaps()).containsExactly(IntervalGap.STATISTICS_RESET);
        assertThat(sample.counted()).isEqualTo(Map.of("a", statement(9, 20).counters()));
    }

    @Test
    void seesTheResetOfOneObject() {
        Sample<String> sample =
                sample(
                        look(NOON),
                        Map.of("a", 10L, "b", 3L),
                        look(LATER),
                        Map.of("a", 4L, "b", 5L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(4), "b", scans(2)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.STATISTICS_RESET);
        assertThat(sample.incomplete()).containsExactly("a");
    }

    @Test
    void takesARestartThatLostCountersForACrash() {
        CounterLook restarted = new CounterLook(LATER, NOON.plusSeconds(20), null, 0, false);

        Sample<String> sample = sample(look(NOON), Map.of("a", 10L), restarted, Map.of("a", 1L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(1)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.CRASH);
    }

    @Test
    void losesNothingInARestartThatKeptCounters() {
        CounterLook restarted = new CounterLook(LATER, NOON.plusSeconds(20), null, 0, false);

        Sample<String> sample = sample(look(NOON), Map.of("a", 10L), restarted, Map.of("a", 11L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(1)));
        assertThat(sample.gaps()).isEmpty();
    }

    @Test
    void marksAnIntervalInWhichStatementsWereForgotten() {
        CounterLook evicting = new CounterLook(LATER, START, null, 3, false);

        Sample<String> sample =
                sample(look(NOON), Map.of("a", 10L, "b", 5L), evicting, Map.of("a", 2L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(2)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.EVICTION);
        assertThat(sample.incomplete()).containsExactly("a");
    }

    @Test
    void seesAReturnedStatementThatRanMoreOftenThanBefore() {
        CounterReading<String> before = new CounterReading<>("a", 0, START, scans(10));
        CounterReading<String> now = new CounterReading<>("a", 0, NOON.plusSeconds(9), scans(12));

        Sample<String> sample =
                Deltas.between(
                        CounterKind.INDEX,
                        look(NOON),
                        Map.of("a", before),
                        new CounterLook(LATER, START, null, 1, false),
                        List.of(now));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(12)));
        assertThat(sample.incomplete()).containsExactly("a");
    }

    @Test
    void countsAStatementThatWasUnderWayAtTheLookBefore() {
        CounterReading<String> now = new CounterReading<>("a", 0, NOON.minusSeconds(5), scans(1));

        Sample<String> sample =
                Deltas.between(CounterKind.INDEX, look(NOON), Map.of(), look(LATER), List.of(now));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(1)));
        assertThat(sample.gaps()).isEmpty();
    }

    @Test
    void doesNotCountWhatCouldNotBeSeenBefore() {
        CounterLook restricted = new CounterLook(NOON, START, null, 0, true);

        Sample<String> sample =
                sample(restricted, Map.of("a", 1L), look(LATER), Map.of("a", 2L, "b", 900L));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(1)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.NOT_ALLOWED);
    }

    @Test
    void tellsARecreatedIndexFromAReset() {
        CounterReading<String> before = new CounterReading<>("a", 100, null, scans(10));
        CounterReading<String> now = new CounterReading<>("a", 200, null, scans(3));

        Sample<String> sample =
                Deltas.between(
                        CounterKind.INDEX,
                        look(NOON),
                        Map.of("a", before),
                        look(LATER),
                        List.of(now));

        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(3)));
        assertThat(sample.gaps()).containsExactly(IntervalGap.RECREATED);
    }

    @Test
    void keepsIntervalsApartWhenTheClockIsSetBack() {
        Sample<String> sample =
                sample(look(NOON), Map.of("a", 1L), look(NOON.minusSeconds(90)), Map.of("a", 2L));

        assertThat(sample.takenAt()).isAfter(NOON).isBefore(NOON.plusMillis(1));
        assertThat(sample.gaps()).containsExactly(IntervalGap.CLOCK_STEP);
        assertThat(sample.counted()).isEqualTo(Map.of("a", scans(1)));
    }

    @Test
    void takesALongestTimeThatWasResetForNoRestart() {
        CounterReading<String> before = since(START, statement(7, 500));
        CounterReading<String> now = since(START, statement(9, 20));

        Sample<String> sample =
                Deltas.between(
                        CounterKind.STATEMENT,
                        look(NOON),
                        Map.of("a", before),
                        look(LATER),
                        List.of(now));

        assertThat(sample.gaps()).isEmpty();
        assertThat(sample.counted())
                .isEqualTo(
                        Map.of(
                                "a",
                                Counters.of(
                                        CounterKind.STATEMENT,
                                        Map.of(StatementCounter.CALLS, 2L))));
    }

    @Test
    void givesTheLongestTimeWhereItRose() {
        Sample<String> sample =
                Deltas.between(
                        CounterKind.STATEMENT,
                        look(NOON),
                        Map.of("a", statement(7, 500)),
                        look(LATER),
                        List.of(statement(8, 700)));

        assertThat(sample.counted()).isEqualTo(Map.of("a", statement(1, 700).counters()));
    }

    /** What happens at a server, and to us, in the order of the list. */
    enum Event {
        CALL,
        LOOK,
        RESET_ALL,
        RESET_ONE,
        EVICT,
        RESTART
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return Arbitraries.frequency(
                        Tuple.of(12, Event.CALL),
                        Tuple.of(5, Event.LOOK),
                        Tuple.of(1, Event.RESET_ALL),
                        Tuple.of(1, Event.RESET_ONE),
                        Tuple.of(1, Event.EVICT),
                        Tuple.of(1, Event.RESTART))
                .list()
                .ofMaxSize(120);
    }

    /** With a server that says since when it counts, as PostgreSQL does from 17 on. */
    @Property
    void neverCountsTwiceAndSaysWhatItMissed(@ForAll("histories") List<Event> history) {
        Simulation simulation = new Simulation();
        history.forEach(simulation::happen);
        simulation.happen(Event.LOOK);

        assertThat(simulation.counted + simulation.lost).isEqualTo(simulation.calls);
        assertThat(simulation.marked || simulation.lost == simulation.invisible).isTrue();
    }

    /** One statement at a server of which the truth is known. */
    private static final class Simulation {
        private Instant now = NOON;
        private long counter;
        private Instant since = NOON;
        private Instant startedAt = START;
        private Instant resetAt = START;
        private long evictions;

        private final Map<String, CounterReading<String>> kept = new HashMap<>();
        private CounterLook lastLook = look();

        private long calls;
        private long unseen;
        private long counted;
        private long lost;
        private long invisible;
        private boolean marked;

        void happen(Event event) {
            now = now.plusSeconds(1);
            switch (event) {
                case CALL -> {
                    since = counter == 0 ? now : since;
                    counter++;
                    calls++;
                    unseen++;
                }
                case LOOK -> takeALook();
                case RESET_ALL -> {
                    forget();
                    resetAt = now;
                }
                case RESET_ONE -> {
                    // What came and was reset between two looks leaves no trace.
                    invisible += kept.isEmpty() ? unseen : 0;
                    forget();
                }
                case EVICT -> {
                    forget();
                    evictions++;
                }
                case RESTART -> startedAt = now;
            }
        }

        private void forget() {
            counter = 0;
            lost += unseen;
            unseen = 0;
        }

        private CounterLook look() {
            return new CounterLook(now, startedAt, resetAt, evictions, false);
        }

        private void takeALook() {
            List<CounterReading<String>> readings = new ArrayList<>();
            if (counter > 0) {
                readings.add(new CounterReading<>("a", 0, since, statement(counter, 0).counters()));
            }
            Sample<String> sample =
                    Deltas.between(
                            CounterKind.STATEMENT, lastLook, Map.copyOf(kept), look(), readings);
            Counters found = sample.counted().get("a");
            counted += found == null ? 0 : found.at(StatementCounter.CALLS);
            marked |= !sample.gaps().isEmpty();
            unseen = 0;
            kept.clear();
            readings.forEach(reading -> kept.put(reading.object(), reading));
            lastLook = look();
        }
    }

    private static CounterReading<String> since(Instant since, CounterReading<String> reading) {
        return new CounterReading<>(reading.object(), 0, since, reading.counters());
    }

    private static Counters commits(long commits) {
        return Counters.of(CounterKind.DATABASE, Map.of(DatabaseCounter.COMMITS, commits));
    }

    private static CounterReading<String> statement(long calls, long longest) {
        Counters counters =
                Counters.of(
                        CounterKind.STATEMENT,
                        Map.of(
                                StatementCounter.CALLS,
                                calls,
                                StatementCounter.LONGEST_TIME,
                                longest));
        return new CounterReading<>("a", 0, null, counters);
    }

    private static CounterLook look(Instant at) {
        return new CounterLook(at, START, null, 0, false);
    }

    private static Counters scans(long scans) {
        return Counters.of(scans, 0, 0, 0, 0);
    }

    private static Sample<String> sample(
            CounterLook before,
            Map<String, Long> past,
            CounterLook now,
            Map<String, Long> present) {
        Map<String, CounterReading<String>> readings = new HashMap<>();
        past.forEach((name, scans) -> readings.put(name, reading(name, scans)));
        return Deltas.between(
                CounterKind.INDEX,
                before,
                readings,
                now,
                present.entrySet().stream().map(e -> reading(e.getKey(), e.getValue())).toList());
    }

    private static CounterReading<String> reading(String name, long scans) {
        return new CounterReading<>(name, 0, null, scans(scans));
    }
}
