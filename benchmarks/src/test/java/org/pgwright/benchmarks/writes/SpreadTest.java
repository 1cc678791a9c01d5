package org.pgwright.benchmarks.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SpreadTest {
    @Test
    void isFromTheLowestToTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(1, 2.5));
    }

    @Test
    void ofOneFigureIsThatFigure() {
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7));
    }

    @Test
    void ofNothingThereIsNone() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
