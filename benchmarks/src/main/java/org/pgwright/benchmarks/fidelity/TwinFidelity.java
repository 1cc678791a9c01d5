package org.pgwright.benchmarks.fidelity;

import org.jspecify.annotations.Nullable;
import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.catalog.Catalog;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.hypopg.HypoPgPlanner;
import org.pgwright.planner.Progress;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.SampleTaker;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.WantedSamples;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the planner twin against a server of the same major. */
public final class TwinFidelity {
    private final Machine machine;
    private final PostgresInstallation monitored;
    private final PostgresInstallation twin;

    /**
     * @param monitored what the real server runs
     * @param twin what the twin runs, of the same major
     */
    public TwinFidelity(
            Machine machine, PostgresInstallation monitored, PostgresInstallation twin) {
        this.machine = machine;
        this.monitored = monitored;
        this.twin = twin;
    }

    /** Plans and sizes only: quick enough for a test. */
    public FidelityResult result(SampleDatabase sample, Progress progress) throws SQLException {
        try (EmbeddedPostgres server = machine.quietServer(monitored);
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            Snapshot snapshot = database.snapshot(sample.workload());
            Catalog catalog = snapshot.catalog();
            try (Twin planner = build(catalog, sample, progress)) {
                learn(planner, snapshot, database, progress);
                return new FidelityMeasurement(sample, database, catalog, planner).run(progress);
            }
        }
    }

    /** With times; beside HypoPG, where the monitored server has it. */
    public List<FidelityColumn> columns(SampleDatabase sample, Progress progress)
            throws SQLException {
        List<FidelityColumn> columns = new ArrayList<>();
        try (EmbeddedPostgres server = machine.quietServer(monitored);
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            Snapshot snapshot = database.snapshot(sample.workload());
            Catalog catalog = snapshot.catalog();
            long start = System.nanoTime();
            try (Twin planner = build(catalog, sample, progress)) {
                Duration build = Duration.ofNanos(System.nanoTime() - start);
                learn(planner, snapshot, database, progress);
                String name = "twin, PostgreSQL " + monitored.major();
                columns.add(column(name, build, sample, database, catalog, planner, progress));
            }
            if (database.hasHypoPg()) {
                columns.add(hypoPg(sample, database, catalog, progress));
            }
        }
        return columns;
    }

    private FidelityColumn hypoPg(
            SampleDatabase sample, MonitoredDatabase database, Catalog catalog, Progress progress)
            throws SQLException {
        database.createHypoPg();
        try (TargetReader reader = TargetReader.open(database.settings());
                HypoPgPlanner planner = HypoPgPlanner.on(reader)) {
            String name = "HypoPG, PostgreSQL " + monitored.major();
            return column(name, null, sample, database, catalog, planner, progress);
        }
    }

    private static FidelityColumn column(
            String name,
            @Nullable Duration build,
            SampleDatabase sample,
            MonitoredDatabase database,
            Catalog catalog,
            WhatIfPlanner planner,
            Progress progress)
            throws SQLException {
        FidelityResult result =
                new FidelityMeasurement(sample, database, catalog, planner).run(progress);
        progress.step("Timing what-if calls", 0, 0);
        Duration call = WhatIfSpeed.measure(planner, catalog, sample.queries());
        return new FidelityColumn(name, sample.name(), result, build, call);
    }

    /** Completes the snapshot with samples, as advice does before it tries the first index. */
    private static void learn(
            Twin twin, Snapshot snapshot, MonitoredDatabase database, Progress progress) {
        List<TableReference> references =
                snapshot.workload().statements().stream()
                        .flatMap(statement -> twin.references(statement).stream())
                        .toList();
        WantedSamples wanted = WantedSamples.of(snapshot.catalog(), references);
        try (TargetReader reader = TargetReader.open(database.settings())) {
            twin.learn(SampleTaker.take(reader, snapshot, wanted, progress).catalog().samples());
        }
    }

    private Twin build(Catalog catalog, SampleDatabase sample, Progress progress) {
        return Twin.build(
                catalog,
                sample.workload().statements(),
                new TwinOptions(twin, machine.cache()),
                progress);
    }
}
