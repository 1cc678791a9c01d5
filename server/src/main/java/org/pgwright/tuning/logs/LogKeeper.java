package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.LogReading;
import org.pgwright.log.follow.LogSink;
import org.pgwright.observation.FollowedLog;
import org.pgwright.observation.LogPosition;
import org.pgwright.observation.LoggedCallHour;
import org.pgwright.observation.LoggedEvent;
import org.pgwright.observation.LoggedExecution;
import org.pgwright.observation.LoggedScanHour;
import org.pgwright.observation.NodeKey;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.performance.LogHours;
import org.pgwright.repository.performance.LogPlace;
import org.pgwright.repository.performance.LogPositions;
import org.pgwright.repository.performance.LoggedCallHours;
import org.pgwright.repository.performance.LoggedEvents;
import org.pgwright.repository.performance.LoggedExecutions;
import org.pgwright.repository.performance.LoggedScanHours;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.StatementSources;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Stores what the log of a server tells together with how far it has been read: both or neither.
 * What it remembers from batch to batch is bounded, and forgotten where a batch was not kept.
 */
public final class LogKeeper implements LogSink {
    private final Keeper keeper;
    private final NodeKey node;
    private final LogStoring storing;
    private final LogDigester digester;
    private final LogPositions positions = new LogPositions();
    private final StatementSources statements = new StatementSources();
    private final LoggedExecutions executions;
    private final LoggedEvents events = new LoggedEvents();
    private final LoggedCallHours calls = new LoggedCallHours();
    private final LoggedScanHours scans = new LoggedScanHours();
    private final LogHours hours = new LogHours();

    /** By source: a server may log in several places. */
    private final Map<String, LogMemory> memories = new HashMap<>();

    public LogKeeper(Keeper keeper, NodeKey node, LogStoring storing) {
        this.keeper = keeper;
        this.node = node;
        this.storing = storing;
        this.digester = new LogDigester(storing);
        this.executions = new LoggedExecutions(storing.slowMillis());
    }

    /** What a batch comes to, with partitions for all of it. */
    private record Stored(
            LogDigest digest,
            List<LoggedExecution> executions,
            List<LoggedEvent> events,
            List<LoggedCallHour> calls,
            List<LoggedScanHour> scans,
            List<Instant> followed,
            List<Instant> changed) {}

    /**
     * Stores a batch and the position behind it in one transaction. What is older than is kept is
     * left out.
     *
     * @throws PgwrightException if it was not stored, or is not known to be: then go on from {@link
     *     #reached}
     */
    @Override
    public synchronized void keep(LogReading.Batch batch, LogPosition position) {
        LogMemory memory = memory(position.source()).copy();
        Stored stored = admitted(digester.digest(batch, memory));
        keeper.write(
                node,
                jdbc -> {
                    store(jdbc, stored);
                    positions.keep(jdbc, node, new LogPositions.Kept(position, memory.until));
                    return null;
                });
        memories.put(position.source(), memory);
    }

    @Override
    public synchronized @Nullable LogPosition reached(String source) {
        LogPositions.Kept kept = keeper.read(jdbc -> positions.read(jdbc, node, source));
        return kept == null ? null : kept.position();
    }

    /** Its hours are not whole. */
    @Override
    public synchronized void missed(String source) {
        memories.put(source, new LogMemory(storing.ids(), null));
    }

    private LogMemory memory(String source) {
        LogMemory known = memories.get(source);
        if (known != null) {
            return known;
        }
        LogPositions.Kept kept = keeper.read(jdbc -> positions.read(jdbc, node, source));
        return new LogMemory(storing.ids(), kept == null ? null : kept.until());
    }

    private Stored admitted(LogDigest digest) {
        FollowedLog followed = digest.followed();
        return new Stored(
                digest,
                admitted(
                        PartitionedTable.QUERY_PERFORMANCE_LOG,
                        digest.executions(),
                        LoggedExecution::at),
                admitted(PartitionedTable.LOG_EVENT, digest.events(), LoggedEvent::at),
                admitted(
                        PartitionedTable.LOGGED_CALL_HOUR,
                        digest.calls(),
                        call -> call.key().hour()),
                admitted(
                        PartitionedTable.LOGGED_SCAN_HOUR,
                        digest.scans(),
                        scan -> scan.key().hour()),
                followed == null
                        ? List.of()
                        : admitted(
                                PartitionedTable.LOG_HOUR,
                                LogHours.hours(followed.from(), followed.until()),
                                hour -> hour),
                admitted(
                        PartitionedTable.LOG_HOUR,
                        List.copyOf(digest.changedHours()),
                        hour -> hour));
    }

    private <T> List<T> admitted(PartitionedTable table, List<T> rows, Function<T, Instant> at) {
        return keeper.admitted(table, rows, at);
    }

    private void store(JdbcClient jdbc, Stored stored) {
        LogDigest digest = stored.digest();
        LogPlace place =
                new LogPlace(
                        jdbc,
                        node,
                        LogPlace.databases(jdbc, node),
                        statements.statements(
                                jdbc, node, digest.allStatements(), storing.clock().instant()));
        executions.keep(place, stored.executions());
        events.keep(place, stored.events());
        calls.add(place, stored.calls());
        scans.add(place, stored.scans());
        FollowedLog followed = digest.followed();
        if (followed != null) {
            stored.followed().forEach(hour -> hours.followed(jdbc, node, hour, followed));
        }
        stored.changed().forEach(hour -> hours.changed(jdbc, node, hour));
    }
}
