package org.pgwright.benchmarks.storage;

import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Copies what the repository holds of one time to earlier ones, in the form of its tables. */
final class CopiedDays {
    /** What is kept for as long as pages look back, with the times of its rows. */
    private static final Map<PartitionedTable, List<String>> OF_DAYS =
            Map.of(
                    PartitionedTable.STATEMENT_HOUR, List.of("hour"),
                    PartitionedTable.TABLE_HOUR, List.of("hour"),
                    PartitionedTable.INDEX_HOUR, List.of("hour"),
                    PartitionedTable.DATABASE_HOUR, List.of("hour"),
                    PartitionedTable.QUERY_PERFORMANCE_LOG,
                            List.of("executed_at", "interval_start"));

    /** The first of the names is the one that the table is partitioned by. */
    private static final String COPY =
            """
            SELECT format(
                       'INSERT INTO %1$I (%2$s) SELECT %3$s FROM %1$I WHERE %4$I > %5$L AND %4$I <= %6$L',
                       :table, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
                       string_agg(
                           CASE WHEN a.attname = ANY (:times::text[])
                                THEN format('%I - %L::interval', a.attname, :back)
                                WHEN a.attname = 'id' THEN 'gen_random_uuid()'
                                ELSE quote_ident(a.attname) END,
                           ', ' ORDER BY a.attnum),
                       (:times::text[])[1], :from, :to)
              FROM pg_attribute a
             WHERE a.attrelid = to_regclass(:table) AND a.attnum > 0 AND NOT a.attisdropped
            """;

    private static final String AGED =
            """
            WITH statements AS (
                UPDATE statement SET first_seen = first_seen - :back::interval),
            tables AS (
                UPDATE monitored_table SET first_seen = first_seen - :back::interval)
            UPDATE monitored_index SET first_seen = first_seen - :back::interval
            """;

    private final Repository repository;
    private final Partitions partitions;

    CopiedDays(Repository repository, Partitions partitions) {
        this.repository = repository;
        this.partitions = partitions;
    }

    /** Copies a day to so many days before it. */
    void toDaysBefore(Instant day, int days) {
        // Hours are named by their beginning.
        Instant from = day.minusMillis(1);
        Instant to = day.plus(1, ChronoUnit.DAYS).minusMillis(1);
        for (int back = 1; back <= days; back++) {
            Duration time = Duration.ofDays(back);
            OF_DAYS.forEach((table, times) -> copy(table, times, time, from, to));
        }
        repository.inTransaction(
                Work.MAINTENANCE, jdbc -> jdbc.sql(AGED).param("back", days + " days").update());
    }

    /** Copies what sessions did in an hour to so many hours before it. */
    void sessionsToHoursBefore(Instant hour, int hours) {
        for (int back = 1; back <= hours; back++) {
            copy(
                    PartitionedTable.ACTIVITY_MINUTE,
                    List.of("minute"),
                    Duration.ofHours(back),
                    hour.minusMillis(1),
                    hour.plus(1, ChronoUnit.HOURS).minusMillis(1));
        }
    }

    private void copy(
            PartitionedTable table, List<String> times, Duration back, Instant from, Instant to) {
        Instant there = from.plusMillis(1).minus(back);
        partitions.ensure(table, there);
        partitions.ensure(table, there.plus(Duration.between(from, to)));
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc ->
                        jdbc.sql(
                                        jdbc.sql(COPY)
                                                .param("table", table.tableName())
                                                .param("times", times.toArray(String[]::new))
                                                .param("back", back.toHours() + " hours")
                                                .param("from", from.toString())
                                                .param("to", to.toString())
                                                .query(String.class)
                                                .single())
                                .update());
    }
}
