package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

import java.util.List;

final class SharesTest {
    @Example
    void mixesTheTwoTextsAroundTheRowsSeen() {
        assertThat(Shares.of(List.of(1000.0, 100.0, 10.0), List.of(1.0, 1.0, 1.0), 55))
                .containsExactly(0.0, 0.5, 0.5);
    }

    @Example
    void takesTheNearestTextBeyondAll() {
        assertThat(Shares.of(List.of(1000.0, 10.0), List.of(1.0, 1.0), 0.2))
                .containsExactly(0.0, 1.0);
        assertThat(Shares.of(List.of(1000.0, 10.0), List.of(1.0, 1.0), 1e9))
                .containsExactly(1.0, 0.0);
    }

    @Example
    void goesByTheWeightsWhereNothingWasSeen() {
        assertThat(Shares.of(List.of(1.0, 2.0), List.of(3.0, 1.0), -1)).containsExactly(0.75, 0.25);
    }

    @Example
    void leavesOutWhatHardlyEverHappens() {
        assertThat(Shares.of(List.of(1.0, 2.0), List.of(1.0, 1e-6), -1)).containsExactly(1.0, 0.0);
    }

    @Property
    void sharesAddUpToOne(
            @ForAll @Size(min = 1, max = 3) List<@DoubleRange(min = 0, max = 1e9) Double> rows,
            @ForAll @DoubleRange(min = -1, max = 1e9) double target) {
        List<Double> weights = rows.stream().map(row -> 0.0).toList();
        List<Double> shares = Shares.of(rows, weights, target);
        assertThat(shares.stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(shares).allMatch(share -> share >= 0);
    }
}
