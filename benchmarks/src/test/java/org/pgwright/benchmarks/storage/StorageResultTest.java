package org.pgwright.benchmarks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.util.Map;

final class StorageResultTest {
    private static final StorageResult RESULT =
            new StorageResult(
                    Behaviour.REGULAR,
                    2,
                    Duration.ofHours(1),
                    Map.of(
                            "statement_sample", new Bytes(2_000),
                            "statement_hour", new Bytes(200),
                            "activity_sample", new Bytes(10),
                            "statement", new Bytes(7)),
                    100);

    @Test
    void reckonsWhatAMonthKeeps() {
        assertThat(RESULT.bytesPerSample()).isEqualTo(20);
        assertThat(month("statement_sample")).isEqualTo(14 * 1_000);
        assertThat(month("statement_hour")).isEqualTo(30 * 100);
        assertThat(month("activity_sample")).isEqualTo(14 * 24 * 10);
        assertThat(month("statement")).isEqualTo(7);
        assertThat(RESULT.after(StorageResult.MONTH).count()).isEqualTo(14_000 + 3_000 + 3_360 + 7);
    }

    @Test
    void reckonsWhatIsEverKept() {
        assertThat(RESULT.after(Duration.ofDays(400), "statement_hour").count())
                .isEqualTo(400 * 100);
        assertThat(RESULT.after(Duration.ofDays(400), "statement_sample").count())
                .isEqualTo(14 * 1_000);
    }

    private static long month(String table) {
        return RESULT.after(StorageResult.MONTH, table).count();
    }
}
