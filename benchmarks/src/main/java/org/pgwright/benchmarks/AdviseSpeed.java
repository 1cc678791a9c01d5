package org.pgwright.benchmarks;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Budget;
import org.pgwright.advisor.TableFilter;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.benchmarks.schema.RegistryDatabase;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.demo.MlRegistry;
import org.pgwright.demo.WorkloadRun;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Progress;
import org.pgwright.report.AdviceReport;
import org.pgwright.repository.LocalPostgres;
import org.pgwright.repository.Repository;
import org.pgwright.tuning.AdviceOptions;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.Ending;
import org.pgwright.tuning.KeptStatements;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** {@code advise-speed}: how long advice on the ML registry takes, from connection to report. */
final class AdviseSpeed {
    private static final int MAJOR = 18;
    private static final int ROUNDS = 1;
    private static final long SEED = 42;
    private static final double NANOS_A_SECOND = 1e9;

    private final Machine machine;
    private final Progress progress;

    AdviseSpeed(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * What was measured.
     *
     * @param processor of this process and the twin's, not of the monitored server
     */
    record Measured(
            double scale,
            Duration wall,
            Duration processor,
            int statements,
            int recommendations,
            Advice.Statistics statistics) {}

    /** Returns the table. */
    String run(double scale, Results results) throws SQLException, IOException {
        SampleDatabase sample = new RegistryDatabase(scale);
        try (EmbeddedPostgres server = machine.quietServer(machine.installations().ofMajor(MAJOR));
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            useAsAnApplication(database);
            Measured measured = measure(scale, database);
            String table = table(measured);
            results.write("advise-speed", table, measured);
            return table;
        }
    }

    private void useAsAnApplication(MonitoredDatabase database) throws SQLException {
        database.execute("CREATE EXTENSION pg_stat_statements");
        database.execute("SELECT pg_stat_statements_reset()");
        new WorkloadRun(database.connection(), MlRegistry.workload())
                .measure(ROUNDS, SEED, progress);
    }

    private LocalPostgres localPostgres() {
        return new LocalPostgres(machine.installations(), machine.cache());
    }

    private Measured measure(double scale, MonitoredDatabase database) throws IOException {
        AdviceOptions options =
                new AdviceOptions(
                        new AdviceOptions.Source.Server(database.settings()),
                        new WorkloadChoice.OfSource(),
                        Budget.UNLIMITED,
                        false,
                        TableFilter.ALL,
                        StatementFilter.ALL,
                        AdviceOptions.WhatIf.TWIN,
                        null,
                        Ending.BY_ITSELF);
        AdviceRun advice =
                new AdviceRun(
                        machine.installations(),
                        machine.cache(),
                        new KeptStatements(where -> Repository.open(where, this::localPostgres)),
                        InstantSource.system(),
                        "benchmarks");
        Duration processor = CpuTime.now();
        long start = System.nanoTime();
        AdviceReport report = advice.run(options, progress, sentence -> {});
        return new Measured(
                scale,
                Duration.ofNanos(System.nanoTime() - start),
                CpuTime.now().minus(processor),
                report.advice().statements(),
                report.advice().recommendations().size(),
                report.advice().statistics());
    }

    private static String table(Measured measured) {
        MarkdownTable table = new MarkdownTable(List.of("", "target", "ML registry"));
        table.add(List.of("scale", "1", Double.toString(measured.scale())));
        table.add(List.of("statements", "", Integer.toString(measured.statements())));
        table.add(List.of("candidates", "", shown(measured.statistics().candidates())));
        table.add(List.of("what-if plans", "", shown(measured.statistics().whatIfCalls())));
        table.add(List.of("plans from the cache", "", shown(measured.statistics().cacheHits())));
        table.add(List.of("recommendations", "", shown(measured.recommendations())));
        table.add(List.of("time in all", "10 s", seconds(measured.wall())));
        table.add(List.of("processor time", "", seconds(measured.processor())));
        return table.shown();
    }

    private static String shown(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / NANOS_A_SECOND);
    }
}
