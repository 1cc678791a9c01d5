package org.pgwright.benchmarks.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.IndexDefinition;

final class IndexLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.orders (customer_id)",
                "zoo.\"Keeper\" (region, \"Hired\" DESC)",
                "public.t (a DESC NULLS LAST, b NULLS FIRST) INCLUDE (c, d) WHERE e IS NULL AND"
                        + " f > 0",
            })
    void readsWhatADefinitionShows(String line) {
        assertThat(IndexLine.parse(line).shownAfterName()).isEqualTo("ON " + line);
    }

    @Test
    void readsMethodAndOperatorClass() {
        IndexDefinition index = IndexLine.parse("zoo.species gin (name ext.gin_trgm_ops)");
        assertThat(index.shownAfterName())
                .isEqualTo("ON zoo.species USING gin (name ext.gin_trgm_ops)");
    }

    @Test
    void refusesAnythingElse() {
        assertThatThrownBy(() -> IndexLine.parse("orders(customer_id)"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
