package org.pgwright.repository;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes partitions before rows need them, and drops them when all their rows are older than is
 * kept; never deletes a row.
 *
 * <p>Safe for several threads and processes at once.
 */
public final class Partitions {
    /** Beyond today, so that a night without us does no harm. */
    private static final Duration DAYS_AHEAD = Duration.ofDays(3);

    /** How far the clock of a monitored server, or a line of its log, may be ahead of ours. */
    private static final Duration MOST_AHEAD = Duration.ofDays(31);

    /** Between the last row that is taken and the drop, for those who are just storing it. */
    private static final Duration GRACE = Duration.ofHours(1);

    /** Attaching and dropping wait in lock queues that writers stand in behind them. */
    private static final String LOCK_TIMEOUT = "2s";

    private static final int ATTEMPTS = 5;

    private static final String LOCK =
            """
            SELECT set_config('lock_timeout', ?, true),
                   pg_advisory_xact_lock(hashtextextended('pgwright partitions ' || current_schema(), 0))
            """;

    private static final String EXISTS =
            "SELECT to_regclass(format('%I.%I', current_schema(), ?)) IS NOT NULL";

    /** Attaching, unlike creating a partition in place, leaves the table to its writers. */
    private static final String CREATE =
            """
            SELECT format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS'
                          ' INCLUDING STORAGE INCLUDING COMPRESSION)', :partition, :table) AS make,
                   format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                          :table, :partition, :start::text, :end::text) AS attach
            """;

    private static final String DROP = "SELECT format('DROP TABLE IF EXISTS %I', ?)";

    private static final String PARTITIONS =
            """
            SELECT c.relname
              FROM pg_inherits i
              JOIN pg_class c ON c.oid = i.inhrelid
              JOIN pg_class p ON p.oid = i.inhparent
             WHERE p.relnamespace = current_schema()::regnamespace AND p.relname = ?
             ORDER BY c.relname
            """;

    private static final String UNSUMMED =
            """
            SELECT format('SELECT EXISTS (SELECT FROM %I s LEFT JOIN rolled_up r'
                          ' ON r.instance_id = s.instance_id AND r.kind = %L'
                          ' WHERE r.until IS NULL OR s.taken_at >= r.until)', :partition, :kind)
            """;

    private final Repository repository;
    private final InstantSource clock;
    private final Retention retention;
    private final Set<Partition> known = ConcurrentHashMap.newKeySet();

    public Partitions(Repository repository, InstantSource clock, Retention retention) {
        this.repository = repository;
        this.clock = clock;
        this.retention = retention;
    }

    /**
     * What may be stored of some rows.
     *
     * @param rows whose partitions are there
     * @param refused how many are older than is kept, or too far ahead
     */
    public record Admitted<T>(List<T> rows, int refused) {
        public Admitted {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What became of old partitions.
     *
     * @param dropped the names of those that are gone
     * @param left the names of those that stay for now, because they are in use
     */
    public record Cleared(List<String> dropped, List<String> left) {
        public Cleared {
            dropped = List.copyOf(dropped);
            left = List.copyOf(left);
        }
    }

    /**
     * Sees to it that rows of a moment can be stored. Not within a transaction: what that has
     * locked could be what a new partition needs.
     *
     * @return false if the moment is longer ago than is kept, or more than 31 days ahead
     * @throws PgwrightException LOCK_TIMEOUT if others hold the table all the time
     */
    public boolean ensure(PartitionedTable table, Instant at) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("partitions are asked for before the transaction");
        }
        if (at.isAfter(clock.instant().plus(MOST_AHEAD))) {
            return false;
        }
        Partition partition = table.partition(at);
        if (isOlderThan(partition, retention.of(table.kind()))) {
            return false;
        }
        if (!known.contains(partition)) {
            create(partition);
        }
        return true;
    }

    /** As {@link #ensure}, for many rows at once. */
    public <T> Admitted<T> admit(
            PartitionedTable table, Collection<T> rows, Function<T, Instant> time) {
        Map<Partition, Boolean> answers = new HashMap<>();
        List<T> admitted = new ArrayList<>();
        for (T row : rows) {
            Instant at = time.apply(row);
            if (answers.computeIfAbsent(table.partition(at), p -> ensure(table, at))) {
                admitted.add(row);
            }
        }
        return new Admitted<>(admitted, rows.size() - admitted.size());
    }

    /** Makes the partitions of today and the next three days, of this month and the next. */
    public void createAhead() {
        Instant now = clock.instant();
        for (PartitionedTable table : PartitionedTable.values()) {
            Partition first = table.partition(now);
            Partition last =
                    switch (table.span()) {
                        case DAY -> table.partition(now.plus(DAYS_AHEAD));
                        case MONTH -> first.next();
                    };
            Stream.iterate(first, p -> !p.start().isAfter(last.start()), Partition::next)
                    .filter(partition -> !known.contains(partition))
                    .forEach(this::create);
        }
    }

    /**
     * Drops the partitions that are older than is kept; what is in use stays until the next time.
     */
    public Cleared dropOld() {
        List<String> dropped = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (PartitionedTable table : PartitionedTable.values()) {
            if (table.isLink()) {
                continue;
            }
            for (Partition partition : existing(table)) {
                if (isDue(partition)) {
                    (drop(partition) ? dropped : left).add(partition.name());
                }
            }
        }
        return new Cleared(dropped, left);
    }

    /** Whether it can go: samples that are not summed up yet stay, but not for ever. */
    private boolean isDue(Partition partition) {
        Duration kept = retention.of(partition.table().kind());
        String kind = partition.table().summedUpAs();
        return isOlderThan(partition, kept.plus(GRACE))
                && (kind == null
                        || isOlderThan(partition, kept.multipliedBy(2))
                        || !hasUnsummed(partition, kind));
    }

    private boolean isOlderThan(Partition partition, Duration age) {
        return !partition.endsAt().isAfter(clock.instant().minus(age));
    }

    private boolean hasUnsummed(Partition partition, String kind) {
        return repository.repeatably(
                Work.MAINTENANCE,
                jdbc -> {
                    String query =
                            jdbc.sql(UNSUMMED)
                                    .param("partition", partition.name())
                                    .param("kind", kind)
                                    .query(String.class)
                                    .single();
                    return jdbc.sql(query).query(Boolean.class).single();
                });
    }

    private List<Partition> existing(PartitionedTable table) {
        return repository.repeatably(
                Work.READ,
                jdbc ->
                        jdbc
                                .sql(PARTITIONS)
                                .param(table.tableName())
                                .query(String.class)
                                .list()
                                .stream()
                                .flatMap(name -> Partition.named(table, name).stream())
                                .toList());
    }

    private void create(Partition partition) {
        for (int attempt = 1; ; attempt++) {
            try {
                repository.repeatably(Work.MAINTENANCE, jdbc -> createAll(jdbc, partition));
                break;
            } catch (PgwrightException failure) {
                if (failure.code() != ErrorCode.LOCK_TIMEOUT || attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
        known.add(partition);
        partition.table().links().forEach(link -> known.add(partition.of(link)));
    }

    /** How many were missing. */
    private static int createAll(JdbcClient jdbc, Partition partition) {
        lock(jdbc);
        return withLinks(partition).mapToInt(each -> create(jdbc, each)).sum();
    }

    private static int create(JdbcClient jdbc, Partition partition) {
        if (jdbc.sql(EXISTS).param(partition.name()).query(Boolean.class).single()) {
            return 0;
        }
        jdbc.sql(CREATE)
                .param("partition", partition.name())
                .param("table", partition.table().tableName())
                .param("start", partition.start().toString())
                .param("end", partition.end().toString())
                .query((row, number) -> List.of(row.getString("make"), row.getString("attach")))
                .single()
                .forEach(statement -> jdbc.sql(statement).update());
        return 1;
    }

    /** Whether it is gone. */
    private boolean drop(Partition partition) {
        try {
            repository.repeatably(
                    Work.MAINTENANCE,
                    jdbc -> {
                        lock(jdbc);
                        return withLinks(partition).mapToInt(each -> drop(jdbc, each)).sum();
                    });
        } catch (PgwrightException failure) {
            if (failure.code() == ErrorCode.LOCK_TIMEOUT) {
                return false;
            }
            throw failure;
        }
        withLinks(partition).forEach(known::remove);
        return true;
    }

    private static int drop(JdbcClient jdbc, Partition partition) {
        String statement = jdbc.sql(DROP).param(partition.name()).query(String.class).single();
        return jdbc.sql(statement).update();
    }

    private static Stream<Partition> withLinks(Partition partition) {
        return Stream.concat(
                Stream.of(partition), partition.table().links().stream().map(partition::of));
    }

    private static void lock(JdbcClient jdbc) {
        jdbc.sql(LOCK).param(LOCK_TIMEOUT).query((row, number) -> true).single();
    }
}
