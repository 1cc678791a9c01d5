package org.pgwright.benchmarks.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;

import java.util.List;
import java.util.Map;

final class PlanTimesTest {
    private final PlanTimes times = new PlanTimes();

    @Test
    void countsExecutionsByOnePlanTogether() {
        QueryRun before = run("newest", null, 100, 8.0, 7.0);
        QueryRun after = run("newest", null, 100, 6.0, 9.0);
        times.add(List.of(before));
        times.add(List.of(after));

        List<QueryChange> changes = QueryChange.of(List.of(before), List.of(after), times);

        assertThat(changes.getFirst().planned()).isFalse();
        assertThat(changes.getFirst().millisBefore()).isEqualTo(6.0);
        assertThat(changes.getFirst().millisAfter()).isEqualTo(6.0);
        assertThat(QueryChange.timeRatio(changes)).isEqualTo(1);
    }

    @Test
    void tellsPlansApartByTheirIndexes() {
        QueryRun before = run("newest", null, 100, 8.0);
        QueryRun after = run("newest", "ON orders (day)", 10, 2.0);
        times.add(List.of(before, after));

        List<QueryChange> changes = QueryChange.of(List.of(before), List.of(after), times);

        assertThat(changes.getFirst().planned()).isTrue();
        assertThat(changes.getFirst().indexes()).containsExactly("ON orders (day)");
        assertThat(QueryChange.timeRatio(changes)).isEqualTo(0.25);
        assertThat(QueryChange.costRatio(changes)).isEqualTo(0.1);
    }

    @Test
    void weighsQueries() {
        QueryRun rare = new QueryRun("rare", 1, scan(null, 10), List.of(10.0));
        QueryRun often = new QueryRun("often", 3, scan(null, 10), List.of(10.0));
        QueryRun faster = new QueryRun("often", 3, scan("ON orders (day)", 2), List.of(2.0));
        times.add(List.of(rare, often, faster));

        List<QueryChange> changes =
                QueryChange.of(List.of(rare, often), List.of(rare, faster), times);

        assertThat(QueryChange.timeRatio(changes)).isEqualTo(16.0 / 40);
    }

    @Test
    void knowsNoTimeOfAPlanThatNeverRan() {
        QueryRun run = run("newest", null, 100);

        assertThatThrownBy(() -> times.millis(run)).hasMessageContaining("newest");
    }

    private static QueryRun run(
            String name, @Nullable String index, double cost, Double... millis) {
        return new QueryRun(name, 1, scan(index, cost), List.of(millis));
    }

    private static Plan scan(@Nullable String index, double cost) {
        return new Plan(
                index == null ? "Seq Scan" : "Index Scan",
                new QualifiedName("", "orders"),
                index == null ? null : new Plan.IndexName.Existing(new QualifiedName("", index)),
                0,
                cost,
                1,
                8,
                Map.of(),
                List.of());
    }
}
