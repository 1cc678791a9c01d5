package org.pgwright.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

final class ShownTest {
    @ParameterizedTest
    @CsvSource({
        "420000, 0.42 ms",
        "16700000, 16.7 ms",
        "320000000, 320 ms",
        "5100000000, 5.1 s",
        "0, 0.00 ms"
    })
    void writesDurationsInTheUnitThatFits(long nanos, String shown) {
        assertThat(Shown.duration(Duration.ofNanos(nanos))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"100, 8, -92 %", "100, 113, +13 %", "100, 100, +0 %", "0, 5, ''"})
    void writesAChangeInPercent(long before, long after, String shown) {
        assertThat(Shown.change(before, after)).isEqualTo(shown);
    }

    @Test
    void groupsTheDigitsOfACount() {
        assertThat(Shown.count(1_200_000)).isEqualTo("1,200,000");
    }
}
