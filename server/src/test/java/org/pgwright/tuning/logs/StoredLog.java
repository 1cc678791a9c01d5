package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LogReading;
import org.pgwright.log.ServerLogs;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;
import org.pgwright.observation.LogPosition;
import org.pgwright.observation.NodeKey;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.Lease;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A repository that knows one server with a database {@code postgres}, and takes its log. */
final class StoredLog implements AutoCloseable {
    private static final String PLACE = "folder";

    final NodeKey node;
    final Repository repository;
    final Partitions partitions;
    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    private final InstantSource clock = InstantSource.system();
    private final Ids ids = new Ids(clock, new Random());
    private final Lease lease = new Lease(ids.next());
    private final boolean masksLiterals;
    private LogKeeper log;
    private long offset;

    StoredLog(boolean masksLiterals) {
        this.masksLiterals = masksLiterals;
        repository = Repositories.on(kept);
        partitions = new Partitions(repository, clock, Retention.DEFAULT);
        RegisteredNode registered =
                new Instances(repository, clock, ids)
                        .register(
                                new ServerSeen(
                                        7,
                                        ConnectionSettings.to("h", 5432, "u", "postgres", "p"),
                                        "u",
                                        false,
                                        "18.0",
                                        Instant.EPOCH),
                                null);
        node = new NodeKey(registered.instanceId(), registered.nodeId());
        repository
                .jdbc()
                .sql(
                        """
                        INSERT INTO monitored_database (
                            instance_id, database_oid, database_name, first_seen, last_seen)
                        VALUES (?, 5, 'postgres', now(), now())
                        """)
                .params(node.instanceId())
                .update();
        log = keeper();
    }

    private LogKeeper keeper() {
        return new LogKeeper(
                new Keeper(repository, partitions, lease),
                node,
                new LogStoring(ids::next, clock, masksLiterals, 1_000));
    }

    /** What is in memory is forgotten, as when the process starts anew. */
    void restart() {
        log = keeper();
    }

    LogKeeper keeping() {
        return log;
    }

    /** Stores a csvlog, after what was stored before. */
    void add(CsvLog entries) {
        keep("csv", entries.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Stores a log as {@link ServerLogs} has it. */
    void keep(String name, byte[] bytes) {
        LogForm form =
                name.equals("log")
                        ? new LogForm.Plain(LinePrefix.of(ServerLogs.PREFIX))
                        : name.equals("csv") ? new LogForm.Csv() : new LogForm.Json();
        List<LogReading.Batch> batches = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            new LogReading(form, threads, true)
                    .read(new ByteArrayInputStream(bytes), offset, batches::add, read -> {});
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        for (LogReading.Batch batch : batches) {
            log.keep(batch, new LogPosition(PLACE, "server.log", "1", batch.position()));
            offset = batch.position();
        }
    }

    /** How far it was stored; null for not at all. */
    @Nullable LogPosition reached() {
        return log.reached(PLACE);
    }

    /** As when a file was gone before it was read. */
    void miss() {
        log.missed(PLACE);
    }

    void execute(String... statements) {
        kept.execute(statements);
    }

    /** The first column of the first row. */
    String text(String sql) {
        return String.valueOf(repository.jdbc().sql(sql).query(String.class).list().getFirst());
    }

    @Override
    public void close() {
        repository.close();
        kept.close();
    }
}
