package org.pgwright.benchmarks;

import org.pgwright.benchmarks.fidelity.FidelityColumn;
import org.pgwright.benchmarks.fidelity.FidelityTable;
import org.pgwright.benchmarks.fidelity.TwinFidelity;
import org.pgwright.benchmarks.schema.RegistryDatabase;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.TpchDatabase;
import org.pgwright.benchmarks.schema.ZooDatabase;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code fidelity}: how true the planner twin is, on three databases and the given majors, beside
 * HypoPG where Debian's package of it is installed.
 */
final class FidelityBenchmark {
    private static final List<SampleDatabase> SAMPLES =
            List.of(new RegistryDatabase(0.2), new TpchDatabase(0.1), new ZooDatabase(1));

    private final Machine machine;
    private final Progress progress;

    FidelityBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the table. */
    String run(List<Integer> majors, Results results) throws SQLException, IOException {
        List<FidelityColumn> columns = new ArrayList<>();
        for (int major : majors) {
            PostgresInstallation ours = machine.installations().ofMajor(major);
            PostgresInstallation monitored = machine.withHypoPg(major).orElse(ours);
            TwinFidelity twin = new TwinFidelity(machine, monitored, ours);
            for (SampleDatabase sample : SAMPLES) {
                progress.step(sample.name() + " on PostgreSQL " + major, 0, 0);
                columns.addAll(twin.columns(sample, progress));
            }
        }
        String table = FidelityTable.of(columns);
        results.write("fidelity", table, columns);
        results.write("fidelity-deviations", deviations(columns));
        return table;
    }

    private static List<String> deviations(List<FidelityColumn> columns) {
        return columns.stream()
                .flatMap(
                        column ->
                                column.result().deviations().stream()
                                        .map(
                                                deviation ->
                                                        "%s, %s: %s"
                                                                .formatted(
                                                                        column.sample(),
                                                                        column.planner(),
                                                                        deviation)))
                .toList();
    }
}
