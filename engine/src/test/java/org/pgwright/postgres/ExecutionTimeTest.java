package org.pgwright.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecutionTimeTest {
    @Test
    void isThatOfTheExecutionAlone() {
        String json = "[{\"Plan\": {}, \"Planning Time\": 7, \"Execution Time\": 0.25}]";

        assertThat(ExecutedPlanJson.executionMillis(json)).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"Plan\": {}}]", "{", "[]", "", "[{\"Execution Time\": \"1\"}]"})
    void isRefusedWhereItIsNotSaid(String json) {
        assertThatThrownBy(() -> ExecutedPlanJson.executionMillis(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a plan in EXPLAIN's JSON");
    }
}
