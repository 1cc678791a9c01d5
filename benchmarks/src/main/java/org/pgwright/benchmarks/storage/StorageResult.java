package org.pgwright.benchmarks.storage;

import org.pgwright.catalog.Bytes;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Retention;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What tables took.
 *
 * @param days that were simulated
 * @param sessions the part of them in which sessions were looked at
 * @param statementSamples how many statements there are in all samples
 */
public record StorageResult(
        Behaviour behaviour,
        int days,
        Duration sessions,
        Map<String, Bytes> sizes,
        long statementSamples) {
    static final Duration MONTH = Duration.ofDays(30);

    private static final String SAMPLES = PartitionedTable.STATEMENT_SAMPLE.tableName();

    public StorageResult {
        sizes = new LinkedHashMap<>(sizes);
    }

    /** Bytes for one statement in one sample. */
    double bytesPerSample() {
        return (double) size(SAMPLES).count() / statementSamples;
    }

    Bytes size(String table) {
        return sizes.getOrDefault(table, Bytes.ZERO);
    }

    /** What a table takes after a time, by what is kept of it; one without partitions stays. */
    Bytes after(Duration time, String table) {
        Optional<PartitionedTable> partitioned =
                Arrays.stream(PartitionedTable.values())
                        .filter(one -> one.tableName().equals(table))
                        .findFirst();
        return partitioned.map(one -> after(time, one)).orElse(size(table));
    }

    private Bytes after(Duration time, PartitionedTable table) {
        Duration kept = table.keptFor(Retention.DEFAULT);
        Duration counts = kept.compareTo(time) < 0 ? kept : time;
        double share = (double) counts.toSeconds() / simulated(table).toSeconds();
        return new Bytes(Math.round(size(table.tableName()).count() * share));
    }

    private Duration simulated(PartitionedTable table) {
        boolean ofSessions =
                table == PartitionedTable.ACTIVITY_SAMPLE
                        || table == PartitionedTable.ACTIVITY_MINUTE;
        return ofSessions ? sessions : Duration.ofDays(days);
    }

    /** All tables after a time. */
    Bytes after(Duration time) {
        return sizes.keySet().stream()
                .map(table -> after(time, table))
                .reduce(Bytes.ZERO, Bytes::plus);
    }
}
