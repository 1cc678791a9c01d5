package org.pgwright.benchmarks.staged;

import org.pgwright.benchmarks.collect.WatchedServer;
import org.pgwright.benchmarks.load.Clients;
import org.pgwright.benchmarks.load.Work;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clients of this process, where there is no pgbench. */
final class OwnLoad implements Load {
    private static final int CLIENTS = 4;
    private static final double NANOS = 1e6;

    private final Queue<ClientCall> calls;
    private final Clients clients;

    private OwnLoad(Queue<ClientCall> calls, Clients clients) {
        this.calls = calls;
        this.clients = clients;
    }

    /**
     * Starts them.
     *
     * @param rate calls a second, of all statements together
     */
    static OwnLoad start(
            WatchedServer server,
            String database,
            List<StagedStatement> statements,
            int rate,
            InstantSource clock)
            throws SQLException {
        Queue<ClientCall> calls = new ConcurrentLinkedQueue<>();
        Duration every = Duration.ofSeconds(1).multipliedBy(CLIENTS).dividedBy(rate);
        Work work = connection -> turn(connection, statements, calls, clock);
        return new OwnLoad(
                calls,
                Clients.start(
                        () -> server.connectApplication(database),
                        List.of(new Clients.Kind(CLIENTS, work, every, true))));
    }

    private static Work.Turn turn(
            Connection connection,
            List<StagedStatement> statements,
            Queue<ClientCall> calls,
            InstantSource clock)
            throws SQLException {
        List<PreparedStatement> prepared = new ArrayList<>();
        List<Integer> wheel = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            prepared.add(connection.prepareStatement(statements.get(i).prepared()));
            wheel.addAll(Collections.nCopies(statements.get(i).weight(), i));
        }
        Random random = new Random();
        return () -> {
            int number = wheel.get(random.nextInt(wheel.size()));
            PreparedStatement statement = prepared.get(number);
            List<Integer> highest = statements.get(number).highest();
            for (int i = 0; i < highest.size(); i++) {
                statement.setInt(i + 1, 1 + random.nextInt(highest.get(i)));
            }
            long begin = System.nanoTime();
            statement.execute();
            double millis = (System.nanoTime() - begin) / NANOS;
            Instant ended = clock.instant();
            calls.add(new ClientCall(number, ended, millis));
        };
    }

    @Override
    public String name() {
        return "the benchmark's own clients (JDBC)";
    }

    @Override
    public void check() throws SQLException {
        clients.turns();
    }

    @Override
    public List<ClientCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() throws SQLException {
        clients.close();
    }
}
