package org.pgwright.benchmarks.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.IndexDefinition;

import java.util.List;

final class RegistryDatabaseTest {
    private final RegistryDatabase registry = new RegistryDatabase(1);

    @Test
    void weighsAHundredCalls() {
        assertThat(registry.weightedQueries()).hasSize(10);
        assertThat(sum(registry.weightedQueries())).isEqualTo(100);
        assertThat(registry.writes()).hasSize(2);
        assertThat(sum(registry.writes())).isEqualTo(100);
    }

    @Test
    void hasTheEighteenReferenceIndexes() {
        assertThat(registry.referenceIndexes()).hasSize(18).doesNotHaveDuplicates();
        assertThat(registry.referenceIndexes())
                .extracting(IndexDefinition::method)
                .containsOnly("btree", "brin", "gin");
        assertThat(registry.leanIndexes()).hasSize(9).doesNotHaveDuplicates();
    }

    private static double sum(List<WeightedQuery> queries) {
        return queries.stream().mapToDouble(WeightedQuery::weight).sum();
    }
}
