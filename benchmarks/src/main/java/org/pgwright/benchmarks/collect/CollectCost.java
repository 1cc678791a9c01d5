package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.load.Clients;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What collecting costs the server that is watched, while it is busy. */
public final class CollectCost {
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final Machine machine;
    private final Progress progress;

    public CollectCost(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** What was measured, with its table. */
    public record Result(List<CostRound> rounds, List<OwnStatements.Ran> ran) {
        public Result {
            rounds = List.copyOf(rounds);
            ran = List.copyOf(ran);
        }

        public String table() {
            return CostTable.of(rounds, ran);
        }
    }

    /**
     * Measures.
     *
     * @param window of each phase of a round, in which the throughput is measured
     */
    public Result run(int rounds, Duration window) throws SQLException, IOException {
        try (WatchedServer server = WatchedServer.start(machine, Map.of());
                Kept kept = Kept.start(machine)) {
            WorkloadDatabase database = WorkloadDatabase.load(server, progress);
            List<CostRound> measured = new ArrayList<>();
            try (Clients clients = database.start(Duration.ZERO)) {
                warmUp();
                CostMeasurement measurement =
                        new CostMeasurement(server, database, kept, clients, window);
                for (int round = 1; round <= rounds; round++) {
                    progress.step("Round " + round, 0, 0);
                    measured.add(measurement.round(round % 2 == 0));
                }
            }
            return new Result(measured, OwnStatements.dearest(server));
        }
    }

    private static void warmUp() {
        try {
            Thread.sleep(WARM_UP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
