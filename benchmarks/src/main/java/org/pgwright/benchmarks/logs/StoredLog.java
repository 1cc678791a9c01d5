package org.pgwright.benchmarks.logs;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.collect.CollectProcess;
import org.pgwright.benchmarks.collect.Kept;
import org.pgwright.benchmarks.collect.WatchedServer;
import org.pgwright.catalog.Bytes;
import org.pgwright.planner.Progress;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Has {@code pgwright collect} follow a folder into which a log comes that was written elsewhere,
 * while it watches a server at rest at its default intervals.
 */
public final class StoredLog {
    private static final List<String> DATABASES = List.of("shop_db_0", "shop_db_1", "shop_db_2");
    private static final Duration BEFORE_NOW = Duration.ofHours(3);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Machine machine;
    private final Progress progress;

    public StoredLog(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * What it took.
     *
     * @param calls in the log
     * @param storedCalls those that the repository counts
     * @param rows in query_performance_log
     * @param wall from when the log was there until all of it was stored
     * @param processor of pgwright in that time
     * @param peak of pgwright's memory, since its start
     */
    public record Result(
            long bytes,
            long lines,
            long calls,
            long storedCalls,
            long rows,
            Duration wall,
            Duration processor,
            Bytes peak) {}

    /**
     * Stores a log of at least so many bytes.
     *
     * @throws IllegalStateException if it is not stored within an hour
     */
    public Result store(long bytes) throws SQLException, IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(machine.cache()), "stored");
        Path log = folder.resolve("postgresql.new");
        try (WatchedServer server =
                        WatchedServer.start(machine, Map.of("log_destination", "csvlog"));
                Kept kept = Kept.start(machine)) {
            progress.step("Writing the log", 0, 0);
            LocalDateTime begin = LocalDateTime.now(Clock.systemUTC()).minus(BEFORE_NOW);
            LogGenerator.Written written = LogGenerator.write(log, bytes, begin);
            for (String database : DATABASES) {
                server.createDatabase(database);
            }
            Path followed = Files.createDirectory(folder.resolve("log"));
            try (CollectProcess collect =
                    CollectProcess.start(
                            List.of(server.url(DATABASES.getFirst())),
                            kept.url(),
                            List.of("--log", followed.toString()))) {
                await(kept, collect, "SELECT count(*) FROM log_position");
                return measure(collect, kept, log, followed, written);
            }
        } finally {
            delete(folder);
        }
    }

    private Result measure(
            CollectProcess collect,
            Kept kept,
            Path log,
            Path followed,
            LogGenerator.Written written)
            throws SQLException, IOException {
        long size = Files.size(log);
        long lines = lines(log);
        progress.step("Storing it", 0, 0);
        Duration before = collect.stat().own();
        long start = System.nanoTime();
        Files.move(log, followed.resolve("postgresql.csv"), StandardCopyOption.ATOMIC_MOVE);
        await(
                kept,
                collect,
                "SELECT count(*) FROM log_position WHERE (position ->> 'offset')::bigint = %d"
                        .formatted(size));
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        return new Result(
                size,
                lines,
                written.calls(),
                number(kept, "SELECT coalesce(sum(calls), 0) FROM logged_call_hour"),
                number(kept, "SELECT count(*) FROM query_performance_log WHERE source = 'log'"),
                wall,
                collect.stat().own().minus(before),
                collect.memory().peak());
    }

    private static void await(Kept kept, CollectProcess collect, String sql)
            throws SQLException, IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (number(kept, sql) == 0) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("not stored: " + collect.messages());
            }
            collect.stat();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static long number(Kept kept, String sql) throws SQLException {
        try (Connection connection = kept.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long lines(Path log) throws IOException {
        long lines = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                lines += b == '\n' ? 1 : 0;
            }
        }
        return lines;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
