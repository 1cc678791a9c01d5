package org.pgwright.benchmarks;

import org.jspecify.annotations.Nullable;
import org.pgwright.benchmarks.budget.BudgetResult;
import org.pgwright.benchmarks.budget.BudgetTable;
import org.pgwright.benchmarks.budget.BudgetTrial;
import org.pgwright.benchmarks.budget.Variant;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.TpchDatabase;
import org.pgwright.catalog.Bytes;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.hypopg.HypoPgPlanner;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.twin.TwinOptions;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code tpch-budgets}: how much of TPC-H's cost is left with the advice under budgets, beside what
 * the advisors of the literature reached on the same bed.
 *
 * <p>On PostgreSQL 15 with its own settings, as they were measured. Where Debian's package of
 * HypoPG for it is installed, the same indexes are also costed by HypoPG.
 */
final class TpchBudgets {
    private static final int MAJOR = 15;

    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant(true, true),
                    new Variant(true, false),
                    new Variant(false, true),
                    new Variant(false, false));

    private final Machine machine;
    private final Progress progress;

    TpchBudgets(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the table. */
    String run(BudgetArguments arguments, Results results) throws SQLException, IOException {
        SampleDatabase sample = new TpchDatabase(arguments.scale(), TpchDatabase.Bed.LITERATURE);
        try (EmbeddedPostgres server =
                        machine.server(
                                machine.withHypoPg(MAJOR)
                                        .orElseGet(() -> machine.installations().ofMajor(MAJOR)),
                                arguments.data(),
                                Map.of());
                MonitoredDatabase database =
                        arguments.data() == null
                                ? MonitoredDatabase.create(server, sample, progress)
                                : MonitoredDatabase.kept(server, sample, progress)) {
            List<@Nullable Bytes> budgets = new ArrayList<>(arguments.budgets());
            budgets.add(null);
            List<BudgetResult> measured = measure(sample, database, budgets);
            String table = BudgetTable.of(arguments.scale(), budgets, measured);
            results.write("tpch-budgets", table, measured);
            return table;
        }
    }

    private List<BudgetResult> measure(
            SampleDatabase sample, MonitoredDatabase database, List<@Nullable Bytes> budgets)
            throws SQLException {
        Snapshot snapshot = database.snapshot(sample.workload());
        if (!database.hasHypoPg()) {
            return measure(sample, snapshot, budgets, null);
        }
        database.createHypoPg();
        try (TargetReader reader = TargetReader.open(database.settings());
                HypoPgPlanner hypoPg = HypoPgPlanner.on(reader)) {
            return measure(sample, snapshot, budgets, hypoPg);
        }
    }

    private List<BudgetResult> measure(
            SampleDatabase sample,
            Snapshot snapshot,
            List<@Nullable Bytes> budgets,
            @Nullable WhatIfPlanner hypoPg) {
        TwinOptions options =
                new TwinOptions(machine.installations().ofMajor(MAJOR), machine.cache());
        BudgetTrial trial = new BudgetTrial(snapshot, sample.queries(), options, hypoPg);
        List<BudgetResult> all = new ArrayList<>();
        for (Variant variant : VARIANTS) {
            for (Bytes budget : budgets) {
                progress.step("Advising: %s, %s".formatted(variant, shown(budget)), 0, 0);
                all.add(trial.run(variant, budget, Progress.NONE));
            }
        }
        return all;
    }

    private static String shown(@Nullable Bytes budget) {
        return budget == null ? "no limit" : budget.shown();
    }
}
