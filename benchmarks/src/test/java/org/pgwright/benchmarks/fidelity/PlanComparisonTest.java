package org.pgwright.benchmarks.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;

import java.util.List;
import java.util.Map;
import java.util.Set;

final class PlanComparisonTest {
    private static final IndexName TRIED = new IndexName.Hypothetical(3);
    private static final IndexName BUILT = existing("orders_01_customer_idx");
    private static final IndexName KEY = existing("orders_pkey");

    private final PlanComparison comparison = new PlanComparison(Set.of("orders_pkey"));

    @Test
    void takesABuiltIndexForTheHypotheticalOne() {
        assertThat(comparison.sameShape(scan(TRIED, 1), scan(BUILT, 2))).isTrue();
        assertThat(comparison.usesTried(limit(scan(BUILT, 1), 1))).isTrue();
    }

    @Test
    void tellsExistingIndexesApart() {
        assertThat(comparison.sameShape(scan(TRIED, 1), scan(KEY, 1))).isFalse();
        assertThat(comparison.usesTried(limit(scan(KEY, 1), 1))).isFalse();
    }

    @Test
    void findsWhereADifferenceBegins() {
        Plan expected = limit(scan(KEY, 10), 20);
        Plan actual = limit(scan(KEY, 11), 21);

        assertThat(comparison.firstDifference(expected, actual))
                .contains("Index Scan", "cost=0.00..10.00", "cost=0.00..11.00");
        assertThat(comparison.firstDifference(expected, expected)).isNull();
    }

    @Test
    void comparesCostsAsTheyArePrinted() {
        assertThat(PlanComparison.sameCost(scan(KEY, 1.25), scan(KEY, 1.25))).isTrue();
        assertThat(PlanComparison.sameCost(scan(KEY, 1.25), scan(KEY, 1.26))).isFalse();
    }

    private static Plan scan(@Nullable IndexName index, double cost) {
        QualifiedName orders = new QualifiedName("shop", "orders");
        return new Plan("Index Scan", orders, index, 0, cost, 1, 8, Map.of(), List.of());
    }

    private static Plan limit(Plan child, double cost) {
        return new Plan("Limit", null, null, 0, cost, 1, 8, Map.of(), List.of(child));
    }

    private static IndexName existing(String name) {
        return new IndexName.Existing(new QualifiedName("shop", name));
    }
}
