package org.pgwright.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

final class ArgumentsTest {
    private static final List<String> KNOWN = List.of("duration", "rounds");

    @Test
    void readsTimesAndNumbers() {
        Arguments arguments = Arguments.of(List.of("--duration", "1h", "--rounds", "3"), KNOWN);

        assertThat(arguments.duration("duration", Duration.ZERO)).isEqualTo(Duration.ofHours(1));
        assertThat(arguments.number("rounds", 1)).isEqualTo(3);
    }

    @Test
    void takesTheUsualWhereNothingIsSaid() {
        Arguments arguments = Arguments.of(List.of(), KNOWN);

        assertThat(arguments.duration("duration", Duration.ofSeconds(90)))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(arguments.number("rounds", 2)).isEqualTo(2);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Arguments.of(List.of("--days", "3"), KNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--duration");
        assertThatThrownBy(() -> Arguments.of(List.of("--rounds"), KNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks a value");
    }
}
