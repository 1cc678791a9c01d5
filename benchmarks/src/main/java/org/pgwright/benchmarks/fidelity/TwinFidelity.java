package org.pgwright.benchmarks.fidelity;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.catalog.Catalog;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.planner.Progress;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;

import java.sql.SQLException;
import java.time.Duration;

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
            Catalog catalog = database.catalog(sample.workload());
            try (Twin planner = build(catalog, sample, progress)) {
                return new FidelityMeasurement(sample, database, catalog, planner).run(progress);
            }
        }
    }

    /** With times. */
    public FidelityColumn column(SampleDatabase sample, Progress progress) throws SQLException {
        try (EmbeddedPostgres server = machine.quietServer(monitored);
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            Catalog catalog = database.catalog(sample.workload());
            long start = System.nanoTime();
            try (Twin planner = build(catalog, sample, progress)) {
                Duration build = Duration.ofNanos(System.nanoTime() - start);
                FidelityResult result =
                        new FidelityMeasurement(sample, database, catalog, planner).run(progress);
                progress.step("Timing what-if calls", 0, 0);
                Duration call = WhatIfSpeed.measure(planner, planner.catalog(), sample.queries());
                String name = "twin of PostgreSQL " + monitored.major();
                return new FidelityColumn(name, sample.name(), result, build, call);
            }
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
