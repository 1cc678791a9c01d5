package org.pgwright.benchmarks;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.AdviceRequest;
import org.pgwright.advisor.Advisor;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.benchmarks.generated.GeneratedDatabase;
import org.pgwright.benchmarks.generated.StatementGenerator;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Progress;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** {@code workload-size}: how the time of advice grows with the number of statements. */
final class WorkloadSize {
    private static final int MAJOR = 18;
    private static final double SCALE = 1;
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    private final Machine machine;
    private final Progress progress;

    WorkloadSize(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * What was measured.
     *
     * @param skipped statements that could not be advised on
     * @param snapshot the time of taking it
     * @param start of the twin
     * @param ratio what is left of the workload's cost
     */
    record Measured(
            int statements,
            int skipped,
            Duration snapshot,
            Duration start,
            Duration advice,
            Advice.Statistics statistics,
            int recommendations,
            double ratio) {
        Duration all() {
            return snapshot.plus(start).plus(advice);
        }
    }

    /** Returns the table. */
    String run(List<Integer> sizes, Results results) throws SQLException, IOException {
        GeneratedDatabase sample = new GeneratedDatabase(SCALE);
        try (EmbeddedPostgres server = machine.quietServer(machine.installations().ofMajor(MAJOR));
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            List<Measured> measured = new ArrayList<>();
            for (int size : sizes) {
                progress.step("Advising on %d statements".formatted(size), 0, 0);
                measured.add(measure(sample, database, size));
            }
            String table = table(measured);
            results.write("workload-size", table, measured);
            return table;
        }
    }

    private Measured measure(GeneratedDatabase sample, MonitoredDatabase database, int size) {
        long begin = System.nanoTime();
        Snapshot snapshot = database.snapshot(StatementGenerator.workload(sample, size));
        long taken = System.nanoTime();
        TwinOptions options =
                new TwinOptions(machine.installations().ofMajor(MAJOR), machine.cache());
        try (Twin twin =
                Twin.build(
                        snapshot.catalog(),
                        snapshot.workload().statements(),
                        options,
                        Progress.NONE)) {
            long started = System.nanoTime();
            Advice advice =
                    new Advisor()
                            .advise(
                                    AdviceRequest.unlimited(
                                            snapshot.catalog(), snapshot.workload()),
                                    twin,
                                    twin,
                                    Progress.NONE);
            return new Measured(
                    size,
                    advice.skipped().size(),
                    Duration.ofNanos(taken - begin),
                    Duration.ofNanos(started - taken),
                    Duration.ofNanos(System.nanoTime() - started),
                    advice.statistics(),
                    advice.recommendations().size(),
                    advice.cost().ratio());
        }
    }

    private static String table(List<Measured> measured) {
        List<String> header = new ArrayList<>(List.of("statements", "target"));
        measured.forEach(m -> header.add("%,d".formatted(m.statements())));
        MarkdownTable table = new MarkdownTable(header);
        add(table, measured, "skipped", "0", m -> shown("%,.0f", m.skipped()));
        add(table, measured, "taking the snapshot", "", m -> seconds(m.snapshot()));
        add(table, measured, "starting the twin", "", m -> seconds(m.start()));
        add(table, measured, "advice", "", m -> seconds(m.advice()));
        add(table, measured, "all", "60 s for 1,000", m -> seconds(m.all()));
        add(
                table,
                measured,
                "all, for each statement",
                "not growing",
                m -> shown("%.1f ms", m.all().toNanos() / MILLION / m.statements()));
        add(
                table,
                measured,
                "planner calls",
                "",
                m -> shown("%,.0f", (double) m.statistics().whatIfCalls()));
        add(
                table,
                measured,
                "planner calls for each statement",
                "not growing",
                m -> shown("%.1f", (double) m.statistics().whatIfCalls() / m.statements()));
        add(table, measured, "candidates", "", m -> shown("%,.0f", m.statistics().candidates()));
        add(table, measured, "recommendations", "", m -> shown("%,.0f", m.recommendations()));
        add(table, measured, "cost that is left", "", m -> shown("%.3f", m.ratio()));
        return table.shown();
    }

    private static void add(
            MarkdownTable table,
            List<Measured> measured,
            String name,
            String target,
            Function<Measured, String> cell) {
        List<String> cells = new ArrayList<>(List.of(name, target));
        measured.forEach(m -> cells.add(cell.apply(m)));
        table.add(cells);
    }

    private static String seconds(Duration duration) {
        return shown("%.1f s", duration.toNanos() / BILLION);
    }

    private static String shown(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
