package org.pgwright.benchmarks.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

final class QuartilesTest {
    @Test
    void areBetweenNeighbours() {
        assertThat(Quartiles.of(List.of(4.0, 1.0, 2.0, 3.0)))
                .isEqualTo(new Quartiles(1.75, 2.5, 3.25));
    }

    @Test
    void ofOneFigureAreThatFigure() {
        assertThat(Quartiles.of(List.of(7.0))).isEqualTo(new Quartiles(7, 7, 7));
    }

    @Test
    void ofNothingThereAreNone() {
        assertThatThrownBy(() -> Quartiles.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
