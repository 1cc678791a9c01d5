package org.pgwright.benchmarks.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.TpchDatabase;
import org.pgwright.catalog.Bytes;
import org.pgwright.planner.Progress;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.testing.TestServers;
import org.pgwright.twin.TwinOptions;

import java.sql.SQLException;
import java.util.List;

/** On a hundredth of TPC-H. */
final class BudgetTrialTest {
    private static final SampleDatabase SAMPLE =
            new TpchDatabase(0.01, TpchDatabase.Bed.LITERATURE);

    private static final Bytes BUDGET = new Bytes(2_500_000);

    private static MonitoredDatabase database;
    private static Snapshot snapshot;
    private static BudgetResult result;

    @BeforeAll
    static void advise() throws SQLException {
        database =
                MonitoredDatabase.create(
                        TestServers.server(TestServers.NEWEST), SAMPLE, Progress.NONE);
        snapshot = database.snapshot(SAMPLE.workload());
        TwinOptions options =
                new TwinOptions(
                        TestServers.installations().ofMajor(TestServers.NEWEST),
                        TestServers.cache());
        result =
                new BudgetTrial(snapshot, SAMPLE.queries(), options, null)
                        .run(new Variant(true, true), BUDGET, Progress.NONE);
    }

    @AfterAll
    static void drop() throws SQLException {
        database.close();
    }

    @Test
    void keepsToTheLiteraturesBed() {
        assertThat(snapshot.catalog().indexes()).isEmpty();
        assertThat(snapshot.catalog().constraints()).isEmpty();
        assertThat(SAMPLE.queries()).hasSize(19);
    }

    @Test
    void keepsTheAdviceWithinWhatTheVariantAllows() {
        assertThat(result.cost()).isGreaterThan(0).isLessThan(0.95);
        assertThat(result.bytes()).isLessThanOrEqualTo(BUDGET.count());
        assertThat(result.realBytes()).isLessThan(result.bytes());
        assertThat(result.indexes()).isNotEmpty().allMatch(index -> !index.contains("INCLUDE"));
        assertThat(result.calls()).isPositive();
    }

    @Test
    void showsTheReferencesAtTheirScaleOnly() {
        List<Bytes> budgets = List.of(BUDGET);

        assertThat(BudgetTable.of(0.01, budgets, List.of(result))).doesNotContain("Extend");
        assertThat(BudgetTable.of(1, budgets, List.of(result))).contains("Extend", "CoPhy");
    }
}
