package org.pgwright.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

final class MarkdownTableTest {
    @Test
    void alignsItsColumns() {
        MarkdownTable table = new MarkdownTable(List.of("", "target", "twin"));
        table.add(List.of("same shape", "98 %", "99.9 %"));
        table.add(List.of("ratio", "", "1.0000"));

        assertThat(table.shown())
                .isEqualTo(
                        """
                        |            | target |   twin |
                        | ---------- | -----: | -----: |
                        | same shape |   98 % | 99.9 % |
                        | ratio      |        | 1.0000 |
                        """);
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatThrownBy(() -> new MarkdownTable(List.of("", "a")).add(List.of("b")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
