package org.pgwright.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.ExecutedPlan.Actual;
import org.pgwright.planner.ExecutedPlan.Buffers;
import org.pgwright.planner.ExecutedPlan.Estimate;
import org.pgwright.planner.ExecutedPlan.Memory;
import org.pgwright.planner.ExecutedPlan.Relation;
import org.pgwright.planner.ExecutedPlan.Removed;
import org.pgwright.planner.ExecutedPlan.Workers;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class RehearsedStatementTest {
    private static final ExecutedPlan SCAN = plan("Seq Scan", null, 7, List.of());
    private static final ExecutedPlan LOOKUP = plan("Index Scan", "idx", 7, List.of());
    private static final ExecutedPlan UPDATE = plan("ModifyTable", null, 0, List.of(SCAN));

    @Test
    void isFasterWhereNoTimesOverlap() {
        RehearsedStatement one = read(ran(SCAN, 10, 11, 12), ran(LOOKUP, 1, 2, 3));

        assertThat(one.finding()).isEqualTo(Finding.FASTER);
        assertThat(one.ratio()).isCloseTo(2 / 11.0, within(1e-9));
        assertThat(one.uses()).containsExactly("idx");
        assertThat(one.before().rows()).isEqualTo(7);
    }

    @Test
    void isTheSameWhereTimesOverlapOrDifferByLittle() {
        assertThat(read(ran(SCAN, 10, 11, 12), ran(LOOKUP, 12, 30, 40)).finding())
                .isEqualTo(Finding.SAME);
        assertThat(read(ran(SCAN, 10, 11), ran(LOOKUP, 12, 12.1)).finding())
                .isEqualTo(Finding.SAME);
        assertThat(read(ran(SCAN, 0.01, 0.02), ran(LOOKUP, 0.1, 0.11)).finding())
                .isEqualTo(Finding.SAME);
    }

    @Test
    void doesNotBlameIndexesForWhatTheyHaveNoPartIn() {
        assertThat(read(ran(SCAN, 1, 2), ran(SCAN, 10, 20)).finding()).isEqualTo(Finding.SAME);
        assertThat(read(ran(SCAN, 1, 2), ran(LOOKUP, 10, 20)).finding()).isEqualTo(Finding.SLOWER);
    }

    @Test
    void letsWritesPayWhatWasPromised() {
        Runs before = ran(UPDATE, 10, 10.5);
        Runs after = ran(UPDATE, 13, 13.5);

        assertThat(of(before, after, new Promise(null, 25)).finding())
                .isEqualTo(Finding.DEARER_AS_PROMISED);
        assertThat(of(before, after, new Promise(null, 5)).finding()).isEqualTo(Finding.SLOWER);
        assertThat(of(before, after, Promise.NONE).finding()).isEqualTo(Finding.SLOWER);
        assertThat(of(before, after, Promise.NONE).before().rows()).isEqualTo(7);
    }

    @Test
    void takesATimeoutForALongTime() {
        Runs late = new Runs.TimedOut(Duration.ofSeconds(1));

        RehearsedStatement faster = read(late, ran(LOOKUP, 1, 2));
        RehearsedStatement slower = read(ran(LOOKUP, 1, 2), late);

        assertThat(faster.finding()).isEqualTo(Finding.FASTER);
        assertThat(faster.before().isAtLeast()).isTrue();
        assertThat(slower.finding()).isEqualTo(Finding.SLOWER);
        assertThat(slower.finding().isHarm()).isTrue();
    }

    @Test
    void failsWhereOneOfItsTextsFails() {
        RehearsedStatement one = read(ran(SCAN, 1), new Runs.Failed("no"));

        assertThat(one.finding()).isEqualTo(Finding.FAILS);
    }

    @Test
    void weighsTextsByTheirShare() {
        RehearsedStatement one =
                new RehearsedStatement(
                        "h",
                        "t",
                        2,
                        List.of(
                                new Draw(0.3, ran(SCAN, 10), ran(LOOKUP, 1)),
                                new Draw(0.1, ran(SCAN, 2), ran(SCAN, 2))),
                        Set.of("idx"),
                        Promise.NONE);

        assertThat(one.before().millis()).isCloseTo(8, within(1e-9));
        assertThat(one.after().millis()).isCloseTo(1.25, within(1e-9));
        assertThat(one.isPlanChanged()).isTrue();
    }

    private static RehearsedStatement read(Runs before, Runs after) {
        return of(before, after, Promise.NONE);
    }

    private static RehearsedStatement of(Runs before, Runs after, Promise promise) {
        return new RehearsedStatement(
                "h", "t", 1, List.of(new Draw(1, before, after)), Set.of("idx"), promise);
    }

    private static Runs ran(ExecutedPlan plan, double... millis) {
        return new Runs.Measured(Arrays.stream(millis).boxed().toList(), plan);
    }

    private static ExecutedPlan plan(
            String type, @Nullable String index, double rows, List<ExecutedPlan> children) {
        return new ExecutedPlan(
                type,
                new Relation(null, "orders", null),
                index,
                Map.of(),
                Estimate.NONE,
                new Actual(0.0, 1.0, rows, 1),
                Removed.NONE,
                Buffers.NONE,
                Memory.NONE,
                Workers.NONE,
                children);
    }
}
