package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.NodeKey;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Writes to the repository for this process alone: each write holds the lease of its node until its
 * end, or is rolled back; and has its partition made before.
 */
public final class Keeper {
    private final Repository repository;
    private final Partitions partitions;
    private final Lease lease;

    public Keeper(Repository repository, Partitions partitions, Lease lease) {
        this.repository = repository;
        this.partitions = partitions;
        this.lease = lease;
    }

    /** Reads from the repository. */
    public <T extends @Nullable Object> T read(Function<JdbcClient, T> body) {
        return repository.inTransaction(Work.READ, body);
    }

    /**
     * Writes to tables without partitions.
     *
     * @throws PgwrightException IN_USE if another process collects from the node
     */
    public <T extends @Nullable Object> T write(NodeKey node, Function<JdbcClient, T> body) {
        if (!holds(node)) {
            throw inUse();
        }
        return repository.inTransaction(
                jdbc -> {
                    T result = body.apply(jdbc);
                    if (!lease.isHeld(jdbc, node)) {
                        throw inUse();
                    }
                    return result;
                });
    }

    private static PgwrightException inUse() {
        return new PgwrightException(
                ErrorCode.IN_USE,
                "another process collects from this server",
                "end one of them; if it was killed, try again in a minute");
    }

    /** Writes samples of a kind taken at a time, too. */
    public <T extends @Nullable Object> T write(
            NodeKey node, CounterKind kind, Instant taken, Function<JdbcClient, T> body) {
        return write(node, samplesOf(kind), taken, body);
    }

    /** Writes to a table with partitions, for a time, too. */
    public <T extends @Nullable Object> T write(
            NodeKey node, PartitionedTable table, Instant at, Function<JdbcClient, T> body) {
        ensure(table, at);
        return write(node, body);
    }

    /** Takes the lease of a node; false if another process has it. */
    public boolean holds(NodeKey node) {
        return repository.inTransaction(jdbc -> lease.take(jdbc, node));
    }

    /** Has a partition made for samples of a kind. */
    public void ensure(CounterKind kind, Instant taken) {
        ensure(samplesOf(kind), taken);
    }

    /** Those rows that may be stored; the others are older than is kept, or too far ahead. */
    public <T> List<T> admitted(PartitionedTable table, List<T> rows, Function<T, Instant> at) {
        return partitions.admit(table, rows, at).rows();
    }

    private void ensure(PartitionedTable table, Instant at) {
        if (!partitions.ensure(table, at)) {
            throw new PgwrightException(
                    ErrorCode.INTERNAL,
                    "the server's clock says " + at + ", of which nothing can be kept",
                    "set the clocks of both machines");
        }
    }

    /** Gives the node to others. */
    public void giveUp(NodeKey node) {
        repository.inTransaction(
                jdbc -> {
                    lease.giveUp(jdbc, node);
                    return null;
                });
    }

    private static PartitionedTable samplesOf(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> PartitionedTable.STATEMENT_SAMPLE;
            case TABLE -> PartitionedTable.TABLE_SAMPLE;
            case INDEX -> PartitionedTable.INDEX_SAMPLE;
            case DATABASE -> PartitionedTable.DATABASE_SAMPLE;
        };
    }
}
