package org.pgwright.benchmarks.fleet;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.collect.CollectProcess;
import org.pgwright.benchmarks.collect.Kept;
import org.pgwright.benchmarks.load.Clients;
import org.pgwright.catalog.Bytes;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What one process takes to watch two servers with many databases. */
public final class FleetMeasurement {
    private static final Duration START = Duration.ofSeconds(90);

    private final Machine machine;
    private final Progress progress;

    public FleetMeasurement(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * A part of the time.
     *
     * @param own share of one core of pgwright's process
     * @param repository share of one core of its repository's server
     * @param resident memory of the process at the end of it, of which {@code peak} was the most
     * @param databases that were looked into by then
     */
    public record Phase(
            Duration time,
            double own,
            double repository,
            Bytes resident,
            Bytes peak,
            long databases) {}

    /** What was measured, with its tables. */
    public record Result(
            int databases,
            Phase start,
            Phase steady,
            long failures,
            List<FleetLooks.Delay> delays,
            List<String> messages) {
        public Result {
            delays = List.copyOf(delays);
            messages = List.copyOf(messages);
        }

        public String table() {
            return FleetTable.of(this);
        }
    }

    /**
     * Watches for a time.
     *
     * @param eachServer how many databases each of the two servers has
     * @param time longer than the start, of 90 s
     */
    public Result run(int eachServer, Duration time) throws SQLException, IOException {
        progress.step("Making %d databases".formatted(2 * eachServer), 0, 0);
        try (FleetServer first = FleetServer.start(machine, eachServer);
                FleetServer second = FleetServer.start(machine, eachServer);
                Kept kept = Kept.start(machine);
                Connection repository = kept.connect();
                Clients ofFirst = first.work();
                Clients ofSecond = second.work();
                CollectProcess collect =
                        CollectProcess.start(List.of(first.url(), second.url()), kept)) {
            Mark begin = new Mark(System.nanoTime(), Duration.ZERO, kept.processes().time());
            progress.step("The first 90 s", 0, 0);
            Phase start = phase(begin, START, collect, kept, repository);
            progress.step("The rest", 0, 0);
            Phase steady = phase(mark(collect, kept), time.minus(START), collect, kept, repository);
            List<FleetLooks.Delay> delays = FleetLooks.delays(repository);
            ofFirst.turns();
            ofSecond.turns();
            collect.end();
            return new Result(
                    2 * eachServer,
                    start,
                    steady,
                    FleetLooks.failures(repository),
                    delays,
                    collect.messages());
        }
    }

    /** Processor times at a moment. */
    private record Mark(long nanos, Duration own, Duration repository) {}

    private static Mark mark(CollectProcess collect, Kept kept) throws IOException {
        return new Mark(System.nanoTime(), collect.stat().own(), kept.processes().time());
    }

    private static Phase phase(
            Mark begin, Duration time, CollectProcess collect, Kept kept, Connection repository)
            throws IOException, SQLException {
        pause(time);
        Mark end = mark(collect, kept);
        double nanos = (double) (end.nanos - begin.nanos);
        return new Phase(
                time,
                end.own.minus(begin.own).toNanos() / nanos,
                end.repository.minus(begin.repository).toNanos() / nanos,
                collect.memory().now(),
                collect.memory().peak(),
                FleetLooks.databases(repository));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
