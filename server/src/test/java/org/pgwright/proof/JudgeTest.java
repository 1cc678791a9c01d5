package org.pgwright.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;
import org.pgwright.strategy.Prediction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

final class JudgeTest {
    private static final Instant SETTLED = Instant.parse("2026-03-10T10:00:00Z");
    private static final Windows TWO_DAYS =
            Windows.of(SETTLED, SETTLED, SETTLED.plus(Duration.ofDays(2)), Instant.EPOCH);
    private static final Prediction PROMISED =
            new Prediction(
                    8192, 1, 0, 5, List.of(new Prediction.QueryCost("wanted", 1_000, 100, 1_000)));

    private final Judge judge = new Judge(Demands.DEFAULT);
    private final Random random = new Random(3);

    @Test
    void isBetterWhereTheSameCallsTakeLessTime() {
        Judgement judgement = judge(wanted(100, 10), read("another", 20, 20), write(5, 5));

        assertThat(judgement.verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(judgement.isClear()).isFalse();
        assertThat(judgement.reason())
                .contains("of 3 comparable statements")
                .contains("1 got faster and 0 slower")
                .contains("% less time");
        assertThat(judgement.statements().getFirst().hash()).isEqualTo("wanted");
        assertThat(judgement.afterMillis() / judgement.beforeMillis())
                .isCloseTo(35 / 125.0, within(0.02));
    }

    @Test
    void isWorseWhereTheyTakeMoreAndClearlySo() {
        Judgement judgement = judge(wanted(100, 100), read("victim", 50, 200));

        assertThat(judgement.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(judgement.isClear()).isTrue();
        assertThat(judgement.reason())
                .contains("1 slower")
                .containsPattern("(9|10)\\d\\.\\d % more time");
    }

    @Test
    void isWorseButNotClearlyForASmallerShare() {
        Judgement judgement = judge(wanted(100, 100), read("victim", 20, 30));

        assertThat(judgement.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(judgement.isClear()).isFalse();
    }

    @Test
    void setsWhatGotSlowerAgainstWhatGotFaster() {
        assertThat(judge(wanted(100, 10), read("victim", 20, 60)).verdict())
                .isEqualTo(Verdict.IMPROVED);
        assertThat(judge(wanted(100, 80), read("victim", 20, 90)).verdict())
                .isEqualTo(Verdict.WORSE);
    }

    @Test
    void doesNotCountWhatMattersTooLittle() {
        Judgement judgement = judge(wanted(1_000, 1_000), read("small", 1, 4));

        assertThat(judgement.verdict()).isEqualTo(Verdict.NEUTRAL);
        assertThat(judgement.reason()).contains("10 %");
    }

    @Test
    void keepsVolumeOutAndMarksIt() {
        StatementFigures busier =
                new StatementFigures(
                        "wanted", Bearing.READS, true, side(48, 30, 100, 1), side(48, 300, 100, 1));

        Judgement judgement = judge(busier);

        assertThat(judgement.verdict()).isEqualTo(Verdict.NEUTRAL);
        assertThat(judgement.statements().getFirst().isVolumeChanged()).isTrue();
        assertThat(judgement.afterMillis()).isCloseTo(judgement.beforeMillis(), within(5e3));
    }

    @Test
    void cannotCompareWhatIsCalledForOtherNumbersOfRows() {
        StatementFigures other =
                new StatementFigures(
                        "wanted", Bearing.READS, true, side(48, 30, 100, 1), side(48, 30, 400, 50));

        Judgement judgement = judge(other, read("small", 1, 1));

        assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(judgement.reason()).contains("1 called for other numbers of rows");
        StatementProof first =
                judgement.statements().stream()
                        .filter(one -> one.hash().equals("wanted"))
                        .findFirst()
                        .orElseThrow();
        assertThat(first.comparability()).isEqualTo(Comparability.OTHER_ROWS);
        assertThat(first.ratio()).isNull();
    }

    @Test
    void needsEnoughCallsAndIntervals() {
        assertThat(judge().reason()).contains("no statement that uses the table");
        assertThat(verdictOf(side(48, 30, 100, 1), side(7, 30, 10, 1)))
                .isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(verdictOf(side(9, 2, 100, 1), side(48, 30, 10, 1)))
                .isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(verdictOf(List.of(), side(48, 30, 10, 1))).isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(verdictOf(side(48, 30, 100, 1), List.of())).isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(verdictOf(side(48, 30, 100, 1), side(8, 30, 10, 1))).isEqualTo(Verdict.IMPROVED);
    }

    @Test
    void isNotNeutralWhereWhatItIsForWasNotSeen() {
        StatementFigures seldom =
                new StatementFigures(
                        "wanted", Bearing.READS, true, side(3, 1, 100, 1), side(3, 1, 1, 1));

        Judgement judgement = judge(seldom, read("another", 500, 500));

        assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(judgement.reason()).contains("none of the statements that it is for");
    }

    @Test
    void isNotBlamedForWhatHappenedToTheWholeServer() {
        List<StatementFigures> slower = new ArrayList<>(others(1.5));
        slower.add(wanted(100, 150));
        List<StatementFigures> alone = new ArrayList<>(others(1));
        alone.add(wanted(100, 150));

        Judgement judgement = judge.judge(slower, TWO_DAYS, PROMISED);

        assertThat(judgement.verdict()).isEqualTo(Verdict.NEUTRAL);
        assertThat(judgement.others()).isCloseTo(1.5, within(0.05));
        assertThat(judgement.reason()).contains("% more time");
        assertThat(judge.judge(alone, TWO_DAYS, PROMISED).verdict()).isEqualTo(Verdict.WORSE);
    }

    @Test
    void setsWritesAgainstWhatWasPromised() {
        WriteProof dear = judge(wanted(100, 10), write(10, 13)).writes();
        WriteProof fair = judge(wanted(100, 10), write(10, 10.8)).writes();

        assertThat(dear.measuredPercent()).isCloseTo(30, within(3.0));
        assertThat(dear.promisedPercent()).isEqualTo(5);
        assertThat(dear.isOverPromise()).isTrue();
        assertThat(fair.isOverPromise()).isFalse();
        assertThat(judge(wanted(100, 10)).writes().measuredPercent()).isNull();
        assertThat(
                        judge.judge(
                                        List.of(wanted(100, 10), write(10, 13)),
                                        TWO_DAYS,
                                        Prediction.NONE)
                                .writes()
                                .isOverPromise())
                .isFalse();
    }

    @Test
    void endsAsWhatWasMeasuredDemands() {
        Judgement worse = judge(wanted(100, 100), read("victim", 50, 200));
        Judgement dear = judge(wanted(100, 10), write(10, 20));
        Judgement improved = judge(wanted(100, 10));

        assertThat(ProofEnding.of(worse, false, true)).isEqualTo(new ProofEnding.GoOn());
        assertThat(ProofEnding.of(worse, true, false)).isEqualTo(new ProofEnding.Keep());
        assertThat(ProofEnding.of(improved, true, true)).isEqualTo(new ProofEnding.Keep());
        assertThat(ProofEnding.of(worse, true, true))
                .isEqualTo(new ProofEnding.RollBack("worse: " + worse.reason()));
        assertThat(ProofEnding.of(dear, true, true).toString()).contains("+5.0 % was promised");
    }

    @Test
    void findsNothingInNoise() {
        int alarms = 0;
        for (int trial = 0; trial < 400; trial++) {
            List<StatementFigures> noise = noise(12);
            alarms +=
                    judge.judge(noise, TWO_DAYS, Prediction.NONE).verdict() == Verdict.NEUTRAL
                            ? 0
                            : 1;
        }

        assertThat(alarms).isLessThanOrEqualTo(20);
    }

    /** Even where any difference that is significant counts. */
    @Test
    void findsInNoiseAtMostFiveOfAHundredWithoutOtherDemands() {
        Judge eager = new Judge(new Demands(8, 20, 0.05, 0, 0, 2, 3, 10));
        int alarms = 0;
        for (int trial = 0; trial < 1_000; trial++) {
            Verdict verdict = eager.judge(noise(12), TWO_DAYS, Prediction.NONE).verdict();
            alarms += verdict == Verdict.NEUTRAL ? 0 : 1;
        }

        assertThat(alarms / 1_000.0).isBetween(0.01, 0.065);
    }

    @Property(tries = 100)
    void isTheOppositeTheOtherWayRound(
            @ForAll @DoubleRange(min = 0.2, max = 5) double factor, @ForAll Random seed) {
        List<IntervalFigures> before = side(seed, 40, 25, 20, 1);
        List<IntervalFigures> after = side(seed, 40, 25, 20 * factor, 1);

        Verdict there = verdictOf(before, after);
        Verdict back = verdictOf(after, before);

        boolean isBorderline = factor > 0.8 && factor < 1.25;
        assertThat(back)
                .isEqualTo(
                        switch (there) {
                            case IMPROVED -> Verdict.WORSE;
                            case WORSE -> isBorderline ? back : Verdict.IMPROVED;
                            case NEUTRAL -> isBorderline ? back : Verdict.NEUTRAL;
                            case NOT_ENOUGH_DATA -> Verdict.NOT_ENOUGH_DATA;
                        });
    }

    private Judgement judge(StatementFigures... statements) {
        return judge.judge(List.of(statements), TWO_DAYS, PROMISED);
    }

    private Verdict verdictOf(List<IntervalFigures> before, List<IntervalFigures> after) {
        return judge(new StatementFigures("wanted", Bearing.READS, true, before, after)).verdict();
    }

    private StatementFigures wanted(double before, double after) {
        return new StatementFigures(
                "wanted", Bearing.READS, true, side(48, 30, before, 1), side(48, 30, after, 1));
    }

    private StatementFigures read(String hash, double before, double after) {
        return new StatementFigures(
                hash, Bearing.READS, false, side(48, 30, before, 1), side(48, 30, after, 1));
    }

    private StatementFigures write(double before, double after) {
        return new StatementFigures(
                "write", Bearing.WRITES, false, side(48, 30, before, 1), side(48, 30, after, 1));
    }

    private List<StatementFigures> others(double factor) {
        return IntStream.range(0, 7)
                .mapToObj(
                        i ->
                                new StatementFigures(
                                        "other" + i,
                                        Bearing.NONE,
                                        false,
                                        side(48, 30, 10, 1),
                                        side(48, 30, 10 * factor, 1)))
                .toList();
    }

    private List<StatementFigures> noise(int statements) {
        return IntStream.range(0, statements)
                .mapToObj(
                        i ->
                                new StatementFigures(
                                        "noise" + i, Bearing.READS, false, skewed(), skewed()))
                .toList();
    }

    private List<IntervalFigures> skewed() {
        return random.doubles(48)
                .mapToObj(x -> new IntervalFigures(30, 30 * Math.exp(2 * x), 30, 9, 1, 0, 0))
                .toList();
    }

    private List<IntervalFigures> side(int intervals, long calls, double mean, long rows) {
        return side(random, intervals, calls, mean, rows);
    }

    /** Means within five percent. */
    private static List<IntervalFigures> side(
            Random random, int intervals, long calls, double mean, long rows) {
        return random.doubles(intervals, 0.95, 1.05)
                .mapToObj(
                        x ->
                                new IntervalFigures(
                                        calls, calls * mean * x, calls * rows, 90, 10, 0, 0))
                .toList();
    }
}
