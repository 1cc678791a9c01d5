package org.pgwright.benchmarks.generated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer.Analysis;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.testing.TestServers;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.sql.SQLException;

final class StatementGeneratorTest {
    private static final GeneratedDatabase SAMPLE = new GeneratedDatabase(0.01);

    @Test
    void writesTheSameStatementsAgainAndMoreOfThem() {
        Workload some = StatementGenerator.workload(SAMPLE, 100);
        Workload more = StatementGenerator.workload(new GeneratedDatabase(0.01), 1_000);

        assertThat(more.statements()).hasSize(1_000);
        assertThat(more.statements().subList(0, 100)).isEqualTo(some.statements());
        assertThat(more.statements()).extracting(Statement::hash).doesNotHaveDuplicates();
    }

    @Test
    void makesTheSameTablesAgain() {
        assertThat(new GeneratedDatabase(0.01).tables()).isEqualTo(SAMPLE.tables()).hasSize(50);
    }

    @Test
    void writesWhatPostgresCanPlan() throws SQLException {
        try (MonitoredDatabase database =
                MonitoredDatabase.create(
                        TestServers.server(TestServers.NEWEST), SAMPLE, Progress.NONE)) {
            Snapshot snapshot = database.snapshot(StatementGenerator.workload(SAMPLE, 300));
            TwinOptions options =
                    new TwinOptions(
                            TestServers.installations().ofMajor(TestServers.NEWEST),
                            TestServers.cache());
            try (Twin twin =
                    Twin.build(
                            snapshot.catalog(),
                            snapshot.workload().statements(),
                            options,
                            Progress.NONE)) {
                assertThat(snapshot.workload().statements())
                        .map(twin::analyze)
                        .allMatch(analysis -> analysis instanceof Analysis.Analyzed);
            }
        }
    }
}
