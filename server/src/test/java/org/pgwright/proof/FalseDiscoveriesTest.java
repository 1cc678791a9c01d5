package org.pgwright.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

final class FalseDiscoveriesTest {
    /** The likelihoods of section 4 of Benjamini and Hochberg (1995): four are discoveries. */
    @Test
    void agreesWithThePaper() {
        double[] adjusted =
                FalseDiscoveries.adjusted(
                        new double[] {
                            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
                            0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0
                        });

        assertThat(Arrays.stream(adjusted).filter(one -> one <= 0.05).count()).isEqualTo(4);
        assertThat(adjusted[3]).isCloseTo(0.0095 * 15 / 4, within(1e-12));
        assertThat(adjusted[14]).isEqualTo(1);
    }

    @Test
    void keepsTheOrderAndNeverPassesALargerOne() {
        assertThat(FalseDiscoveries.adjusted(new double[] {0.04, 0.01, 0.03}))
                .containsExactly(new double[] {0.04, 0.03, 0.04}, within(1e-12));
        assertThat(FalseDiscoveries.adjusted(new double[0])).isEmpty();
        assertThat(FalseDiscoveries.adjusted(new double[] {0.2})).containsExactly(0.2);
    }
}
