package org.pgwright.benchmarks.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.catalog.Bytes;

import java.util.List;
import java.util.stream.Stream;

final class HypoPgSizesTest {
    private static final int BLOCK = 8_192;

    /**
     * What {@code hypopg_relation_size} of HypoPG 1.3.1 said on PostgreSQL 15.18: a table of
     * 100,000 rows with an integer (4 bytes), a date (4), a {@code character(1)} (2), a {@code
     * character(15)} (16), a numeric (6) and a text of 41 bytes in the mean, and one of one row.
     */
    @ParameterizedTest
    @MethodSource("sizes")
    void agreesWithHypoPg(double rows, List<Integer> widths, long pages) {
        assertThat(HypoPgSizes.btree(rows, widths, BLOCK)).isEqualTo(new Bytes(pages * BLOCK));
    }

    private static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(100_000, List.of(4), 318),
                Arguments.of(100_000, List.of(4, 4), 510),
                Arguments.of(100_000, List.of(16, 4, 2), 988),
                Arguments.of(100_000, List.of(41), 908),
                // id INCLUDE (amount, note)
                Arguments.of(100_000, List.of(4, 6, 41), 1_451),
                // a predicate that leaves an estimate of 332 rows
                Arguments.of(332, List.of(6), 1),
                Arguments.of(1, List.of(4), 1));
    }
}
