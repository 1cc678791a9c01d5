package org.pgwright.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;

final class AccuracyTest {
    @Test
    void saysHowManyPromisesCameTrueAndByHowMuchTheyAreApart() {
        Accuracy accuracy =
                Accuracy.of(
                        List.of(
                                new Accuracy.Pair(0.1, 0.2),
                                new Accuracy.Pair(0.5, 0.5),
                                new Accuracy.Pair(0.8, 1.6),
                                new Accuracy.Pair(1.0, 4.0)));

        assertThat(accuracy.pairs()).isEqualTo(4);
        assertThat(accuracy.correlation()).isCloseTo(1, within(1e-12));
        assertThat(accuracy.agreement()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(accuracy.medianFactor()).isCloseTo(2, within(1e-12));
    }

    @Test
    void saysNothingWithoutPromises() {
        assertThat(Accuracy.of(List.of())).isEqualTo(new Accuracy(0, null, null, null));
    }

    @Test
    void takesATimeOfNothingForNearlyNothing() {
        Accuracy accuracy = Accuracy.of(List.of(new Accuracy.Pair(0, 0)));

        assertThat(accuracy.medianFactor()).isEqualTo(1);
        assertThat(accuracy.agreement()).isEqualTo(1);
    }
}
