package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.load.Clients;
import org.pgwright.benchmarks.load.ManyStatements;
import org.pgwright.benchmarks.load.Pgbench;
import org.pgwright.benchmarks.load.RegistryCalls;
import org.pgwright.demo.MlRegistry;
import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A database with pgbench's tables, the ML registry, and hundreds of tables with a thousand
 * statements on them.
 */
final class WorkloadDatabase {
    static final String NAME = "shop";

    private static final Pgbench PGBENCH = new Pgbench(10);
    private static final ManyStatements MANY = new ManyStatements(300, 1_000);
    private static final double REGISTRY_SCALE = 0.02;
    private static final int CLIENTS = 4;

    /** The thousand statements within ten seconds. */
    private static final Duration EVERY_STATEMENT = Duration.ofMillis(10);

    private static final Duration EVERY_CALL = Duration.ofMillis(200);

    private final WatchedServer server;

    private WorkloadDatabase(WatchedServer server) {
        this.server = server;
    }

    static WorkloadDatabase load(WatchedServer server, Progress progress) throws SQLException {
        server.createDatabase(NAME);
        progress.step("Loading pgbench's tables, 300 others and the ML registry", 0, 0);
        try (Connection connection = server.connect(NAME);
                Statement statement = connection.createStatement()) {
            PGBENCH.load(connection);
            MANY.load(connection);
            MlRegistry.load(connection, REGISTRY_SCALE, Progress.NONE);
            statement.execute("SELECT pg_stat_statements_reset()");
            statement.execute("CHECKPOINT");
        }
        return new WorkloadDatabase(server);
    }

    /**
     * Clients that do all of it; TPC-B's transactions are counted.
     *
     * @param pace of each client of these; zero for as fast as it can
     */
    Clients start(Duration pace) throws SQLException {
        return Clients.start(
                () -> server.connectApplication(NAME),
                List.of(
                        new Clients.Kind(CLIENTS, PGBENCH, pace, true),
                        new Clients.Kind(1, MANY, EVERY_STATEMENT, false),
                        new Clients.Kind(1, new RegistryCalls(), EVERY_CALL, false)));
    }

    /** So that a later phase does not pay for what an earlier one left. */
    void vacuum() throws SQLException {
        try (Connection connection = server.connect(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM pgbench_branches, pgbench_tellers");
        }
    }
}
