package org.pgwright.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

final class RankSumTest {
    /** The ages of the manual of SciPy's mannwhitneyu, whose asymptotic answer is 0.11134688653. */
    @Test
    void agreesWithAPublishedExample() {
        RankSum ages = RankSum.of(new double[] {19, 22, 16, 29, 24}, new double[] {20, 11, 17, 12});

        assertThat(ages.likelihood()).isCloseTo(0.11134688653314, within(1e-12));
        assertThat(ages.second()).isCloseTo(3 / 20.0, within(1e-12));
    }

    /** Six tortoises and six hares in the order in which they arrived: U is 11. */
    @Test
    void countsPairs() {
        RankSum race =
                RankSum.of(new double[] {1, 7, 8, 9, 10, 11}, new double[] {2, 3, 4, 5, 6, 12});

        assertThat(race.second() * 36).isCloseTo(11, within(1e-9));
        assertThat(race.likelihood()).isCloseTo(0.29795306160817, within(1e-12));
    }

    /** Ranks 1, 2-5 shared and so on, put into the formula by hand. */
    @Test
    void correctsForTies() {
        RankSum ties =
                RankSum.of(
                        new double[] {1, 2, 2, 3, 3, 3, 4, 5},
                        new double[] {2, 3, 4, 4, 5, 5, 6, 7});

        assertThat(ties.second() * 64).isCloseTo(50.5, within(1e-9));
        assertThat(ties.likelihood()).isCloseTo(0.05464095473294, within(1e-12));
    }

    @Test
    void findsNothingWhereAllIsEqual() {
        double[] equal = {4, 4, 4, 4};

        assertThat(RankSum.of(equal, equal)).isEqualTo(new RankSum(1, 0.5));
    }

    @Test
    void needsValuesOnBothSides() {
        assertThatThrownBy(() -> RankSum.of(new double[0], new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsTheTailsOfTheNormalDistribution() {
        assertThat(Normal.bothTails(0)).isEqualTo(1);
        assertThat(Normal.bothTails(1)).isCloseTo(0.317310507862914, within(1e-14));
        assertThat(Normal.bothTails(-1.959963985)).isCloseTo(0.049999999946237, within(1e-14));
        assertThat(Normal.bothTails(3.290526731)).isCloseTo(0.001000000001748, within(1e-14));
        assertThat(Normal.bothTails(5) / 5.733031437583866e-07).isCloseTo(1, within(1e-12));
        assertThat(Normal.bothTails(8) / 1.244192114854357e-15).isCloseTo(1, within(1e-11));
    }

    @Property(tries = 300)
    void treatsBothSidesAlike(@ForAll Random random) {
        double[] first = tied(random);
        double[] second = tied(random);
        RankSum one = RankSum.of(first, second);
        RankSum other = RankSum.of(second, first);

        assertThat(other.likelihood()).isCloseTo(one.likelihood(), within(1e-9));
        assertThat(other.second()).isCloseTo(1 - one.second(), within(1e-9));
        assertThat(one.likelihood()).isBetween(0.0, 1.0);
    }

    @Property(tries = 200)
    void looksAtTheOrderOnly(@ForAll Random random) {
        double[] first = random.doubles(12).toArray();
        double[] second = random.doubles(9).toArray();

        RankSum plain = RankSum.of(first, second);
        RankSum bent =
                RankSum.of(
                        Arrays.stream(first).map(Math::exp).toArray(),
                        Arrays.stream(second).map(Math::exp).toArray());

        assertThat(bent).isEqualTo(plain);
    }

    @Test
    void takesChanceForADifferenceInAboutFiveOfAHundred() {
        Random random = new Random(7);
        int alarms = 0;
        for (int trial = 0; trial < 4_000; trial++) {
            double[] first = skewed(random);
            double[] second = skewed(random);
            alarms += RankSum.of(first, second).likelihood() <= 0.05 ? 1 : 0;
        }

        assertThat(alarms / 4_000.0).isBetween(0.035, 0.06);
    }

    private static double[] tied(Random random) {
        return random.doubles(1 + random.nextInt(30)).map(x -> Math.rint(9 * x)).toArray();
    }

    private static double[] skewed(Random random) {
        return random.doubles(24).map(x -> Math.exp(3 * x)).toArray();
    }
}
