package org.pgwright.benchmarks.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.log.LogFiles;
import org.pgwright.log.LogFilter;
import org.pgwright.log.LogSummary;
import org.pgwright.planner.Progress;
import org.pgwright.workload.LoggedCalls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log that readers are measured with. */
final class LogGeneratorTest {
    private static final long SIZE = 2_000_000;

    @TempDir private Path folder;

    @Test
    void writesTheSameBytesForTheSameSize() throws IOException {
        Path one = folder.resolve("one.csv");
        Path other = folder.resolve("other.csv");

        LogGenerator.write(one, SIZE);
        LogGenerator.write(other, SIZE);

        assertThat(one).hasSameBinaryContentAs(other);
        assertThat(Files.size(one)).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void writesSomethingOfEverythingAndSaysHowManyCalls() throws IOException {
        Path log = folder.resolve("server.csv");
        LogGenerator.Written written = LogGenerator.write(log, SIZE);
        LogSummary summary = new LogSummary(LogFilter.ALL, LoggedCalls.ALL);

        new LogFiles(null, InputStream::nullInputStream)
                .read(List.of(log.toString()), summary::add, Progress.NONE);

        assertThat(summary.counts().statements()).isEqualTo(written.calls());
        assertThat(summary.queries()).hasSizeGreaterThan(300);
        assertThat(summary.losses().malformed()).isZero();
        assertThat(summary.counts().plans()).isEqualTo(written.plans()).isPositive();
        assertThat(summary.counts().errors()).isPositive();
        assertThat(summary.counts().lockWaits()).isPositive();
        assertThat(summary.counts().temporaryFiles()).isPositive();
        assertThat(summary.counts().checkpoints()).isPositive();
        assertThat(summary.counts().connections()).isPositive();
        assertThat(summary.vacuums()).isNotEmpty();
    }
}
