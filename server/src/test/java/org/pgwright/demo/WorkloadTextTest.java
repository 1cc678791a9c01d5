package org.pgwright.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class WorkloadTextTest {
    @Test
    void showsEveryQueryAndAllTogether() {
        assertThat(WorkloadText.of(times(100, 2)).lines())
                .containsExactly(
                        "  query       calls     mean     P50     P99   total",
                        "  portfolio       2   100 ms  100 ms  100 ms  200 ms",
                        "  by-version      2   2.0 ms  2.0 ms  2.0 ms  4.0 ms",
                        "  --------------------------------------------------",
                        "  all             4  51.0 ms  2.0 ms  100 ms  204 ms");
    }

    @Test
    void showsWhatBecameOfEveryQuery() {
        String shown = WorkloadText.compared(times(100, 2), times(8, 2));

        assertThat(shown.lines().filter(line -> line.contains("portfolio")))
                .singleElement()
                .asString()
                .containsSubsequence("100 ms", "8.0 ms", "100 ms", "8.0 ms", "-92 %");
        assertThat(shown.lines().filter(line -> line.contains("by-version")))
                .singleElement()
                .asString()
                .endsWith("+0 %");
    }

    private static WorkloadTimes times(long portfolioMillis, long byVersionMillis) {
        Map<String, Latencies> byQuery = new LinkedHashMap<>();
        byQuery.put("portfolio", twice(portfolioMillis));
        byQuery.put("by-version", twice(byVersionMillis));
        return new WorkloadTimes(byQuery);
    }

    private static Latencies twice(long millis) {
        return new Latencies(List.of(Duration.ofMillis(millis), Duration.ofMillis(millis)));
    }
}
