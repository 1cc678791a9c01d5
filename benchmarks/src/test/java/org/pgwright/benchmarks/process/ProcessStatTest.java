package org.pgwright.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

final class ProcessStatTest {
    private static final String REST =
            " S 17 4711 4711 0 -1 4194560 1 2 3 4 150 50 700 300 20 0 1 0 123 456 789";

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "a name", ") (", "1 2 3 4 5)", ""})
    void readsTimesWhateverTheNameOfTheProgram(String name) {
        ProcessStat stat = ProcessStat.parse("4711 (" + name + ")" + REST);

        assertThat(stat)
                .isEqualTo(
                        new ProcessStat(4711, 17, Duration.ofSeconds(2), Duration.ofSeconds(10)));
        assertThat(stat.all()).isEqualTo(Duration.ofSeconds(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "(postgres) S 1", "4711 (postgres", "4711 (postgres) S 1"})
    void refusesAnythingElse(String line) {
        assertThatThrownBy(() -> ProcessStat.parse(line))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsThisProcess() throws IOException {
        ProcessStat stat = ProcessStat.ofThis();

        assertThat(stat.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(stat.own()).isPositive();
        assertThat(ProcessStat.of(stat.pid())).isPresent();
    }

    @Test
    void findsNothingOfAProcessThatIsGone() throws IOException {
        assertThat(ProcessStat.of(Integer.MAX_VALUE)).isEmpty();
        assertThat(ResidentMemory.of(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void readsTheMemoryOfAProcess() {
        assertThat(ResidentMemory.parse("Name:\tjava\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n"))
                .hasValueSatisfying(
                        memory -> {
                            assertThat(memory.now().count()).isEqualTo(1_048_576);
                            assertThat(memory.peak().count()).isEqualTo(2_097_152);
                        });
        assertThat(ResidentMemory.parse("Name:\tjava\nState:\tZ (zombie)\n")).isEmpty();
    }
}
