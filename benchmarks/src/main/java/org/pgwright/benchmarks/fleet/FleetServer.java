package org.pgwright.benchmarks.fleet;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.collect.ServerUrl;
import org.pgwright.benchmarks.collect.WatchedServer;
import org.pgwright.benchmarks.load.Clients;
import org.pgwright.benchmarks.load.ManyStatements;
import org.pgwright.benchmarks.load.Visits;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A server with many databases of a small schema each, and some traffic in all of them. */
final class FleetServer implements AutoCloseable {
    private static final String TEMPLATE = "shop_template";
    private static final ManyStatements WORK = new ManyStatements(20, 60);

    /** Of the statements, in a second. */
    private static final int TURNS = 20;

    private static final Duration EVERY_VISIT = Duration.ofMillis(200);

    private final WatchedServer server;
    private final List<String> databases;

    private FleetServer(WatchedServer server, List<String> databases) {
        this.server = server;
        this.databases = databases;
    }

    static FleetServer start(Machine machine, int count) throws SQLException {
        WatchedServer server =
                WatchedServer.start(
                        machine, Map.of("shared_buffers", "128MB", "max_connections", "60"));
        List<String> databases =
                IntStream.rangeClosed(1, count).mapToObj("shop_%03d"::formatted).toList();
        try {
            server.createDatabase(TEMPLATE);
            try (Connection connection = server.connect(TEMPLATE)) {
                WORK.load(connection);
            }
            server.copy(TEMPLATE, databases);
            return new FleetServer(server, databases);
        } catch (SQLException failure) {
            server.close();
            throw failure;
        }
    }

    /** By the first of the databases. */
    ServerUrl url() {
        return server.url(databases.getFirst());
    }

    /** One visit after the other. */
    Clients work() throws SQLException {
        return Clients.start(
                () -> server.connectApplication(databases.getFirst()),
                List.of(
                        new Clients.Kind(
                                1,
                                new Visits(databases, server::connectApplication, WORK, TURNS),
                                EVERY_VISIT,
                                true)));
    }

    @Override
    public void close() {
        server.close();
    }
}
