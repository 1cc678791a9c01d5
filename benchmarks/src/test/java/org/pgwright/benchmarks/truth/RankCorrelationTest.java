package org.pgwright.benchmarks.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;

final class RankCorrelationTest {
    @Test
    void isOneForTheSameOrderAndMinusOneForTheOpposite() {
        List<Double> figures = List.of(1.0, 5.0, 100.0);

        assertThat(RankCorrelation.spearman(figures, List.of(2.0, 2.5, 3.0))).isEqualTo(1);
        assertThat(RankCorrelation.spearman(figures, List.of(3.0, 2.0, 1.0))).isEqualTo(-1);
    }

    /** 1 - 6 * sum of d² / (n (n² - 1)) with ranks 1 2 3 4 5 and 2 1 4 3 5: d² sums up to 4. */
    @Test
    void agreesWithTheFormulaForFiguresThatAllDiffer() {
        assertThat(
                        RankCorrelation.spearman(
                                List.of(10.0, 20.0, 30.0, 40.0, 50.0),
                                List.of(2.0, 1.0, 4.0, 3.0, 5.0)))
                .isCloseTo(1 - 6 * 4 / 120.0, within(1e-12));
    }

    /** Ranks 1.5 1.5 3 and 1 2 3, each less their mean of 2. */
    @Test
    void sharesTheRanksOfEqualFigures() {
        assertThat(RankCorrelation.spearman(List.of(7.0, 7.0, 9.0), List.of(1.0, 2.0, 3.0)))
                .isCloseTo(1.5 / Math.sqrt(1.5 * 2), within(1e-12));
    }

    @Test
    void isUnknownWhereAllAreEqual() {
        assertThat(RankCorrelation.spearman(List.of(1.0, 1.0), List.of(1.0, 2.0))).isNaN();
        assertThatThrownBy(() -> RankCorrelation.spearman(List.of(1.0), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
