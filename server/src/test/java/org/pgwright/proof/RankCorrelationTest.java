package org.pgwright.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RankCorrelationTest {
    private static final double[] UP = {1, 2, 3, 4};

    /** Ten people, their intelligence and their hours of television: -29/165. */
    @Test
    void agreesWithAPublishedExample() {
        double[] intelligence = {106, 100, 86, 101, 99, 103, 97, 113, 112, 110};
        double[] hours = {7, 27, 2, 50, 28, 29, 20, 12, 6, 17};

        assertThat(RankCorrelation.of(intelligence, hours).orElseThrow())
                .isCloseTo(-29 / 165.0, within(1e-12));
    }

    @Test
    void isOneForTheSameOrderAndMinusOneForTheOpposite() {
        assertThat(RankCorrelation.of(UP, new double[] {1, 4, 9, 1_000})).hasValue(1);
        assertThat(RankCorrelation.of(UP, new double[] {4, 3, 2, -1})).hasValue(-1);
    }

    @Test
    void saysNothingOfTooFewOrOfEqualValues() {
        assertThat(RankCorrelation.of(new double[] {1, 2}, new double[] {1, 2})).isEmpty();
        assertThat(RankCorrelation.of(UP, new double[] {5, 5, 5, 5})).isEmpty();
        assertThatThrownBy(() -> RankCorrelation.of(UP, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
