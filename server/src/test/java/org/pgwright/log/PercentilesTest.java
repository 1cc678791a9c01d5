package org.pgwright.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Percentiles against counting by hand. */
final class PercentilesTest {
    @Property(tries = 300)
    void areThoseOfAllCallsWhereAllWereLogged(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 1_000_000) Integer> micros,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        Percentile found = logged(micros, 0).of(percent, new Logging.Every());

        assertThat(found).isInstanceOf(Percentile.Known.class);
        assertIsNear((Percentile.Known) found, byHand(micros, percent));
    }

    @Property(tries = 300)
    void areThoseOfAllCallsOrNoneWhereOnlySlowOnesWereLogged(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 1_000) Integer> micros,
            @ForAll @IntRange(min = 1, max = 1_000) int threshold,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        Logging logging = new Logging.Slow(threshold / 1_000.0, (long) micros.size());

        Percentile found = logged(micros, threshold).of(percent, logging);

        int truth = byHand(micros, percent);
        if (truth >= threshold) {
            assertThat(found).isInstanceOf(Percentile.Known.class);
            assertIsNear((Percentile.Known) found, truth);
        } else {
            assertThat(found).isEqualTo(new Percentile.Unknown(Percentile.Reason.BELOW_THRESHOLD));
        }
    }

    @Test
    void areNeverMadeOfSlowCallsAlone() {
        Percentiles slow = logged(List.of(5_000, 6_000), 0);

        assertThat(slow.of(99, new Logging.Slow(5, null)))
                .isEqualTo(new Percentile.Unknown(Percentile.Reason.FAST_CALLS_UNSEEN));
        assertThat(slow.of(99, new Logging.NotKnown()))
                .isEqualTo(new Percentile.Unknown(Percentile.Reason.THRESHOLD_UNKNOWN));
    }

    @Test
    void areSaidToBeEstimatesInASample() {
        assertThat(logged(List.of(7_000), 0).of(50, new Logging.Sampled(0.1)))
                .isInstanceOfSatisfying(
                        Percentile.Known.class, known -> assertThat(known.isEstimate()).isTrue());
    }

    private static Percentiles logged(List<Integer> micros, int threshold) {
        Percentiles percentiles = new Percentiles();
        micros.stream()
                .filter(call -> call >= threshold)
                .forEach(call -> percentiles.add(call / 1_000.0));
        return percentiles;
    }

    private static int byHand(List<Integer> micros, int percent) {
        List<Integer> sorted = micros.stream().sorted().toList();
        return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    }

    private static void assertIsNear(Percentile.Known known, int micros) {
        assertThat(known.millis()).isCloseTo(micros / 1_000.0, within(micros / 100_000.0 + 1e-9));
    }
}
