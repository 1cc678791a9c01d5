package org.pgwright.benchmarks.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.schema.RegistryDatabase;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.TpchDatabase;
import org.pgwright.benchmarks.schema.ZooDatabase;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.planner.Progress;
import org.pgwright.testing.TestServers;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** The promise that the twin's plans are the monitored server's, on small databases. */
final class TwinFidelityTest {
    private static final List<SampleDatabase> SAMPLES =
            List.of(new RegistryDatabase(0.02), new TpchDatabase(0.01), new ZooDatabase(0.1));

    private static final Machine MACHINE =
            new Machine(TestServers.installations(), TestServers.cache());

    @ParameterizedTest
    @MethodSource("onMajors")
    void plansAsTheMonitoredServerDoes(SampleDatabase sample, int major) throws SQLException {
        PostgresInstallation installation = MACHINE.installations().ofMajor(major);

        FidelityResult result =
                new TwinFidelity(MACHINE, installation, installation).result(sample, Progress.NONE);

        String deviations = result.shown() + "\n" + String.join("\n", result.deviations());
        assertThat(result.existing()).isGreaterThanOrEqualTo(40);
        assertThat(result.refused()).isEmpty();
        SoftAssertions.assertSoftly(
                softly -> {
                    softly.assertThat(result.identicalShare())
                            .as("existing plans identical: %s", deviations)
                            .isGreaterThanOrEqualTo(0.95);
                    softly.assertThat(result.all().sameShapeShare())
                            .as("plans under an index of the same shape: %s", deviations)
                            .isGreaterThanOrEqualTo(0.98);
                    softly.assertThat(result.all().costRatio(50)).as("median").isLessThan(1.005);
                    softly.assertThat(result.all().costRatio(95))
                            .as("P95 of the cost ratios: %s", deviations)
                            .isLessThanOrEqualTo(1.05);
                    softly.assertThat(result.medianSizeError("btree"))
                            .as("B-tree sizes: %s", deviations)
                            .isLessThanOrEqualTo(0.05);
                });
    }

    private static Stream<Arguments> onMajors() {
        return Stream.of(14, TestServers.NEWEST)
                .flatMap(major -> SAMPLES.stream().map(sample -> Arguments.of(sample, major)));
    }
}
