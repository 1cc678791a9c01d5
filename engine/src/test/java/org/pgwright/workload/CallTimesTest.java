package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.pgwright.workload.LoggedCalls.Sample;
import org.pgwright.workload.Percentile.Reason;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

final class CallTimesTest {
    private static final long LONGEST = 10_000_000;

    @Property
    void withEveryCallLoggedIsThatOfAllCalls(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = LONGEST) Long> calls,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        Percentile known = logged(calls, 0).at(percent / 100.0, LoggedCalls.ALL, null);

        assertIsAbout(known, bruteForce(calls, percent));
    }

    @Property
    void withSlowCallsLoggedIsThatOfAllCallsOrNotTold(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = LONGEST) Long> calls,
            @ForAll @LongRange(min = 1, max = LONGEST) long threshold,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        LoggedCalls slow = LoggedCalls.from(micros(threshold));
        Percentile known = logged(calls, threshold).at(percent / 100.0, slow, (long) calls.size());

        long right = bruteForce(calls, percent);
        if (known instanceof Percentile.Unknown unknown) {
            assertThat(unknown.reason()).isEqualTo(Reason.AMONG_UNLOGGED_CALLS);
            assertThat(right).isLessThanOrEqualTo((long) (threshold * (1 + CallTimes.ERROR)) + 1);
        } else {
            assertIsAbout(known, right);
            assertThat(right).isGreaterThanOrEqualTo(threshold);
        }
    }

    @Property
    void countsSlowCallsOnlyWhereAllOfThemAreLogged(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = LONGEST) Long> calls,
            @ForAll @LongRange(max = LONGEST) long threshold) {
        long slow = LONGEST / 2;
        Long counted =
                logged(calls, threshold)
                        .countFrom(micros(slow), LoggedCalls.from(micros(threshold)));

        if (threshold > slow) {
            assertThat(counted).isNull();
        } else {
            long least = (long) (slow * (1 + CallTimes.ERROR)) + 1;
            assertThat(counted)
                    .isBetween(
                            calls.stream().filter(call -> call >= least).count(),
                            calls.stream().filter(call -> call >= slow).count());
        }
    }

    @Property(tries = 100)
    void aSampleEstimatesThatOfAllCalls(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.1, max = 0.9) double rate,
            @ForAll @IntRange(min = 10, max = 95) int percent,
            @ForAll boolean slowOnesAllLogged) {
        Random random = new Random(seed);
        long[] calls = LongStream.range(0, 20_000).map(i -> random.nextLong(LONGEST)).toArray();
        long threshold = slowOnesAllLogged ? LONGEST / 2 : LONGEST + 1;
        CallTimes times = new CallTimes();
        for (long call : calls) {
            if (call >= threshold || random.nextDouble() < rate) {
                times.add(micros(call));
            }
        }
        LoggedCalls logging =
                new LoggedCalls(
                        slowOnesAllLogged ? micros(threshold) : null,
                        new Sample(Duration.ZERO, rate));

        Percentile known = times.at(percent / 100.0, logging, null);

        Duration estimate = ((Percentile.Estimated) known).time();
        double share =
                LongStream.of(calls).filter(c -> micros(c).compareTo(estimate) <= 0).count()
                        / (double) calls.length;
        double sixSigma = 6 * Math.sqrt(0.25 / (rate * calls.length));
        assertThat(share).isCloseTo(percent / 100.0, within(sixSigma + 0.002));
    }

    @Property
    void neverTellsWithoutTheNumberOfCallsWhatSlowCallsAloneWouldGive(
            @ForAll @Size(max = 100) List<@LongRange(max = LONGEST) Long> calls,
            @ForAll @LongRange(min = 1, max = LONGEST) long threshold) {
        CallTimes times = logged(calls, threshold);

        assertThat(times.at(0.99, LoggedCalls.from(micros(threshold)), null))
                .isEqualTo(new Percentile.Unknown(Reason.CALLS_NOT_KNOWN));
        assertThat(times.at(0.99, LoggedCalls.NONE, (long) calls.size()))
                .isEqualTo(new Percentile.Unknown(Reason.LOGGING_NOT_KNOWN));
    }

    @Property
    void addingUpPartsIsAddingAll(
            @ForAll @Size(max = 100) List<@LongRange(max = LONGEST) Long> some,
            @ForAll @Size(min = 1, max = 100) List<@LongRange(max = LONGEST) Long> others) {
        CallTimes parts = logged(some, 0);
        parts.add(logged(others, 0));
        CallTimes whole = logged(some, 0);
        others.forEach(call -> whole.add(micros(call)));

        assertThat(parts.logged()).isEqualTo(some.size() + others.size());
        assertThat(parts.at(0.5, LoggedCalls.ALL, null))
                .isEqualTo(whole.at(0.5, LoggedCalls.ALL, null));
    }

    @Property
    void readsBackWhatItHasWritten(
            @ForAll @Size(max = 200) List<@LongRange(max = LONGEST) Long> calls,
            @ForAll @LongRange(max = LONGEST) long threshold,
            @ForAll @IntRange(min = 1, max = 99) int percent) {
        CallTimes times = logged(calls, 0);

        CallTimes again = CallTimes.decoded(times.encoded());

        LoggedCalls slow = LoggedCalls.from(micros(threshold));
        assertThat(again.logged()).isEqualTo(times.logged());
        assertThat(again.at(percent / 100.0, slow, (long) calls.size()))
                .isEqualTo(times.at(percent / 100.0, slow, (long) calls.size()));
        assertThat(again.encoded()).isEqualTo(times.encoded());
    }

    @Property
    void addsUpWhatWasReadBack(
            @ForAll @Size(max = 100) List<@LongRange(max = LONGEST) Long> some,
            @ForAll @Size(min = 1, max = 100) List<@LongRange(max = LONGEST) Long> others) {
        CallTimes parts = CallTimes.decoded(logged(some, 0).encoded());
        parts.add(CallTimes.decoded(logged(others, 0).encoded()));
        parts.add(micros(LONGEST));
        CallTimes whole = logged(some, 0);
        others.forEach(call -> whole.add(micros(call)));
        whole.add(micros(LONGEST));

        assertThat(parts.encoded()).isEqualTo(whole.encoded());
    }

    @Property
    void refusesWhatItCannotHaveWritten(@ForAll byte[] bytes) {
        try {
            CallTimes read = CallTimes.decoded(bytes);
            assertThat(CallTimes.decoded(read.encoded()).logged()).isEqualTo(read.logged());
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessage("not the times of calls");
        }
    }

    @Property
    void refusesWhatWasCutOrIsOfAnotherForm(
            @ForAll @Size(min = 1, max = 20)
                    List<@LongRange(min = 2_048, max = LONGEST) Long> calls,
            @ForAll @IntRange(min = 1, max = 20) int cut) {
        byte[] bytes = logged(calls, 0).encoded();
        byte[] other = bytes.clone();
        other[0]++;

        assertThatThrownBy(() -> CallTimes.decoded(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not the times of calls");
        byte[] shorter = Arrays.copyOf(bytes, Math.max(2, bytes.length - cut));
        if (shorter.length < bytes.length && shorter[shorter.length - 1] < 0) {
            assertThatThrownBy(() -> CallTimes.decoded(shorter))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void eachTimeIsInABucketThatIsAThousandthWide(@ForAll @LongRange(max = 1L << 45) long number) {
        int bucket = TimeBuckets.bucket(number);

        assertThat(number).isBetween(TimeBuckets.lowest(bucket), TimeBuckets.highest(bucket));
        assertThat(TimeBuckets.highest(bucket) - TimeBuckets.lowest(bucket))
                .isLessThanOrEqualTo((long) (number * CallTimes.ERROR));
        assertThat(TimeBuckets.bucket(TimeBuckets.lowest(bucket))).isEqualTo(bucket);
        assertThat(TimeBuckets.bucket(TimeBuckets.highest(bucket) + 1)).isEqualTo(bucket + 1);
    }

    @Test
    void takesFewBytesHoweverManyCallsThereWere() {
        CallTimes times = new CallTimes();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            times.add(micros((long) (1_000 * Math.exp(random.nextGaussian()))));
        }
        times.add(Duration.ofDays(365));

        assertThat(times.encoded().length).isLessThan(16_000);
        assertThat(CallTimes.decoded(times.encoded()).logged()).isEqualTo(100_001);
    }

    @Test
    void saysWhyItCannotTell() {
        CallTimes none = new CallTimes();
        CallTimes two = logged(List.of(5_000L, 9_000L), 0);
        LoggedCalls slow = LoggedCalls.from(Duration.ofMillis(5));

        assertThat(none.at(0.5, LoggedCalls.ALL, null)).isEqualTo(because(Reason.NO_CALLS));
        assertThat(two.at(0.5, slow, 1L)).isEqualTo(because(Reason.COUNTS_DISAGREE));
        assertThat(two.at(0.99, slow, 1_000L)).isEqualTo(because(Reason.AMONG_UNLOGGED_CALLS));
        assertThat(two.at(0.99, LoggedCalls.sampled(0.5), null))
                .isEqualTo(because(Reason.TOO_FEW_SAMPLED));
    }

    @Test
    void tellsP99WhereTheSlowestHundredthIsLogged() {
        CallTimes times =
                logged(LongStream.rangeClosed(1, 10).map(i -> i * 1_000).boxed().toList(), 0);
        LoggedCalls slow = LoggedCalls.from(Duration.ofMillis(1));

        assertIsAbout(times.at(0.99, slow, 900L), 1_000);
        assertIsAbout(times.at(0.99, slow, 100L), 9_000);
        assertThat(times.at(0.99, slow, 1_000L)).isEqualTo(because(Reason.AMONG_UNLOGGED_CALLS));
    }

    @Test
    void keepsCallsOfAnyLength() {
        CallTimes times = new CallTimes();
        times.add(Duration.ofDays(10_000));
        times.add(Duration.ofNanos(1));

        assertThat(times.at(0.5, LoggedCalls.ALL, null))
                .isEqualTo(new Percentile.Exact(Duration.ofNanos(1_000)));
        assertThat(times.logged()).isEqualTo(2);
    }

    @Test
    void logsUnderChangingSettingsCountAsTheLeastOfThem() {
        LoggedCalls sample = LoggedCalls.sampled(0.1);
        LoggedCalls slow = LoggedCalls.from(Duration.ofMillis(5));

        assertThat(LoggedCalls.ALL.and(slow)).isEqualTo(slow);
        assertThat(slow.and(LoggedCalls.ALL)).isEqualTo(slow);
        assertThat(slow.and(sample)).isEqualTo(LoggedCalls.NONE);
        assertThat(sample.and(sample)).isEqualTo(sample);
    }

    private static Percentile because(Reason reason) {
        return new Percentile.Unknown(reason);
    }

    private static CallTimes logged(List<Long> calls, long threshold) {
        CallTimes times = new CallTimes();
        calls.stream().filter(call -> call >= threshold).forEach(call -> times.add(micros(call)));
        return times;
    }

    /** The smallest time that at least so many per cent did not exceed. */
    private static long bruteForce(List<Long> calls, int percent) {
        return calls.stream()
                .sorted()
                .filter(
                        time ->
                                calls.stream().filter(call -> call <= time).count() * 100
                                        >= (long) percent * calls.size())
                .findFirst()
                .orElseThrow();
    }

    private static void assertIsAbout(Percentile known, long micros) {
        long time = ((Percentile.Exact) known).time().toNanos() / 1_000;
        assertThat(time).isBetween(micros, (long) Math.ceil(micros * (1 + CallTimes.ERROR)));
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
