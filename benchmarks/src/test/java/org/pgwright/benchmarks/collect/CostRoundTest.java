package org.pgwright.benchmarks.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.util.List;

final class CostRoundTest {
    private static final CostRound ROUND =
            new CostRound(
                    List.of(900.0, 1_100.0),
                    List.of(950.0, 1_030.0),
                    new CostRound.Server(0.0031, 0.0195, 3),
                    new CostRound.Own(Duration.ofMillis(3_600), 0.018, new Bytes(181_000_000)));

    @Test
    void comparesWhatWasDoneWithAndWithout() {
        assertThat(ROUND.ratio()).isEqualTo(0.99);
    }

    @Test
    void showsAColumnForEachRound() {
        assertThat(CostTable.of(List.of(ROUND, ROUND), List.of()))
                .contains(
                        "round 2", "0.90 to 1.10", "0.990", "0.31 %", "1.95 %", "3.6 s", "181 MB");
    }
}
