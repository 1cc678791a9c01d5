package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.load.Clients;
import org.pgwright.benchmarks.process.ProcessStat;
import org.pgwright.benchmarks.process.ServerProcesses;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Measures rounds while clients work. */
final class CostMeasurement {
    private static final Duration SLICE = Duration.ofSeconds(10);

    /** For a virtual machine to start, and for the first looks. */
    private static final Duration START = Duration.ofSeconds(15);

    private static final Duration BREATH = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final double BILLION = 1e9;

    private final WatchedServer server;
    private final WorkloadDatabase database;
    private final Kept kept;
    private final Clients clients;
    private final Duration window;
    private int connections;

    CostMeasurement(
            WatchedServer server,
            WorkloadDatabase database,
            Kept kept,
            Clients clients,
            Duration window) {
        this.server = server;
        this.database = database;
        this.kept = kept;
        this.clients = clients;
        this.window = window;
    }

    /** A moment, and what the server had done for pgwright until then. */
    private record Mark(long nanos, Duration server) {
        double shareSince(Mark before) {
            return share(server.minus(before.server), nanos - before.nanos);
        }
    }

    private record With(List<Double> slices, CostRound.Server server, CostRound.Own own) {}

    /**
     * Measures one.
     *
     * @param withFirst whether the time with pgwright comes first
     */
    CostRound round(boolean withFirst) throws IOException, SQLException {
        List<Double> without = withFirst ? List.of() : without();
        With with = with();
        return new CostRound(withFirst ? without() : without, with.slices, with.server, with.own);
    }

    private List<Double> without() throws IOException, SQLException {
        database.vacuum();
        watch(BREATH);
        return slices();
    }

    private With with() throws IOException, SQLException {
        database.vacuum();
        connections = 0;
        ServerProcesses processes = server.processes();
        Mark begin = mark(processes);
        try (CollectProcess collect =
                CollectProcess.start(List.of(server.url(WorkloadDatabase.NAME)), kept)) {
            watch(START);
            Mark started = mark(processes);
            ProcessStat own = collect.stat();
            List<Double> slices = slices();
            Mark end = mark(processes);
            double steady = share(collect.stat().own().minus(own.own()), end.nanos - started.nanos);
            CostRound.Own used = new CostRound.Own(own.own(), steady, collect.memory().peak());
            collect.end();
            return new With(
                    slices,
                    new CostRound.Server(
                            end.shareSince(started),
                            mark(processes).shareSince(begin),
                            connections),
                    used);
        }
    }

    private static Mark mark(ServerProcesses processes) throws IOException {
        return new Mark(System.nanoTime(), processes.use(WatchedServer.WATCHER).time());
    }

    /** Transactions a second in each slice of the window. */
    private List<Double> slices() throws IOException, SQLException {
        List<Double> slices = new ArrayList<>();
        long end = System.nanoTime() + window.toNanos();
        while (end - System.nanoTime() >= SLICE.toNanos() / 2) {
            long begin = System.nanoTime();
            long before = clients.turns();
            watch(SLICE);
            slices.add((clients.turns() - before) * BILLION / (System.nanoTime() - begin));
        }
        return slices;
    }

    /** Lets time pass, and counts pgwright's connections meanwhile. */
    private void watch(Duration time) throws IOException {
        ServerProcesses processes = server.processes();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            connections = Math.max(connections, processes.backends(WatchedServer.WATCHER).size());
            LockSupport.parkNanos(Math.min(POLL.toNanos(), Math.max(0, end - System.nanoTime())));
        }
    }

    private static double share(Duration time, long nanos) {
        return (double) time.toNanos() / nanos;
    }
}
