package org.pgwright.benchmarks.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class FidelityResultTest {
    @Test
    void takesPercentilesOfCostRatiosByNearestRank() {
        List<FidelityResult.Pair> pairs = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            pairs.add(new FidelityResult.Pair(true, i != 20, 1 + i / 100.0));
        }
        FidelityResult result = new FidelityResult(10, 9, pairs, List.of(), List.of(), List.of());

        assertThat(result.all().costRatio(50)).isEqualTo(1.10);
        assertThat(result.all().costRatio(95)).isEqualTo(1.19);
        assertThat(result.all().costRatio(100)).isEqualTo(1.20);
        assertThat(result.all().sameShapeShare()).isEqualTo(0.95);
        assertThat(result.identicalShare()).isEqualTo(0.9);
    }

    @Test
    void judgesSizesByMethod() {
        List<FidelityResult.Size> sizes =
                List.of(
                        new FidelityResult.Size("btree", 101, 100),
                        new FidelityResult.Size("btree", 100, 100),
                        new FidelityResult.Size("btree", 70, 100),
                        new FidelityResult.Size("gin", 300, 100));
        FidelityResult result = new FidelityResult(0, 0, List.of(), sizes, List.of(), List.of());

        assertThat(result.medianSizeError("btree")).isEqualTo(0.01);
        assertThat(result.medianSizeError("gin")).isEqualTo(2);
        assertThat(result.medianSizeError("hash")).isZero();
    }
}
