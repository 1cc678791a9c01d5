package org.pgwright.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

final class LatenciesTest {
    private static final Latencies TO_200 =
            new Latencies(
                    IntStream.rangeClosed(1, 200).mapToObj(i -> Duration.ofMillis(i)).toList());

    @Test
    void takesPercentilesByNearestRank() {
        assertThat(TO_200.percentile(50)).isEqualTo(Duration.ofMillis(100));
        assertThat(TO_200.percentile(99)).isEqualTo(Duration.ofMillis(198));
        assertThat(TO_200.percentile(100)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void isEveryPercentileOfItselfWhenThereIsOneCall() {
        Latencies one = new Latencies(List.of(Duration.ofMillis(7)));
        assertThat(one.percentile(1)).isEqualTo(one.percentile(100)).isEqualTo(one.mean());
    }

    @Test
    void putsPartsTogether() {
        Latencies both = Latencies.of(List.of(TO_200, TO_200));
        assertThat(both.calls()).isEqualTo(400);
        assertThat(both.mean()).isEqualTo(TO_200.mean());
        assertThat(both.total()).isEqualTo(TO_200.total().multipliedBy(2));
    }

    @Test
    void refusesNoCalls() {
        assertThatThrownBy(() -> new Latencies(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
