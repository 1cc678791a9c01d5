package org.pgwright.benchmarks.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

final class ComparisonTest {
    private static final Counted SERVER =
            counted(
                    Map.of(
                            "select", Map.of("calls", 100L, "time", 5_000L, "rows", 0L),
                            "insert", Map.of("calls", 10L, "time", 700L, "rows", 10L)));

    @Test
    void findsNothingWhereAllIsTheSame() {
        Comparison same = Comparison.of("statements", SERVER, SERVER);

        assertThat(same).isEqualTo(new Comparison("statements", 2, 5, 0, 0, null));
    }

    @Test
    void allowsTimesToBeRounded() {
        Counted rounded =
                counted(Map.of("insert", Map.of("calls", 10L, "time", 701L, "rows", 10L)));
        Counted off = counted(Map.of("insert", Map.of("calls", 10L, "time", 702L, "rows", 10L)));
        Counted insert = counted(Map.of("insert", SERVER.figures("insert")));

        assertThat(Comparison.of("statements", insert, rounded).differing()).isZero();
        assertThat(Comparison.of("statements", insert, off).differing()).isEqualTo(1);
    }

    @Test
    void tellsTheLargestDifferenceInBothDirections() {
        Counted kept =
                counted(
                        Map.of(
                                "select", Map.of("calls", 99L, "time", 5_000L),
                                "delete", Map.of("calls", 1L)));
        Comparison comparison = Comparison.of("statements", SERVER, kept);

        assertThat(comparison.things()).isEqualTo(3);
        assertThat(comparison.differing()).isEqualTo(5);
        assertThat(comparison.largest()).isEqualTo(1);
        assertThat(comparison.example()).matches("(delete|insert), .*");
    }

    @Test
    void takesDifferencesWithoutWhatStoodStill() {
        Counted before = counted(Map.of("select", Map.of("calls", 100L, "time", 1_000L)));

        assertThat(SERVER.since(before))
                .isEqualTo(
                        counted(
                                Map.of(
                                        "select", Map.of("time", 4_000L),
                                        "insert", SERVER.figures("insert"))));
    }

    private static Counted counted(Map<String, Map<String, Long>> figures) {
        return new Counted(figures);
    }
}
