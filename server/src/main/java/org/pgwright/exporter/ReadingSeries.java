package org.pgwright.exporter;

import org.pgwright.repository.alerts.Reading;
import org.pgwright.repository.alerts.Subject;
import org.pgwright.repository.alerts.SubjectKind;
import org.pgwright.repository.present.IndexSize;
import org.pgwright.repository.present.StatementRate;
import org.pgwright.repository.present.TableSize;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What thresholds are compared with, in base units. Of databases the worst of all their tables is
 * told, so that a rule misses none; single tables, indexes and queries only where all else is told
 * of them.
 */
final class ReadingSeries {
    private static final double PERCENT = 100;
    private static final double MILLIS = 1_000;
    private static final double HOUR = 3_600;
    private static final double DAY = 86_400;

    private final Recorder recorder;
    private final Map<Family, Integer> peers = new EnumMap<>(Family.class);

    ReadingSeries(Recorder recorder) {
        this.recorder = recorder;
    }

    void add(Standing standing) {
        Told told = Told.of(standing);
        peers.clear();
        standing.readings().forEach(reading -> add(standing.cluster(), told, reading));
    }

    /** What is told one by one. */
    private record Told(Standing standing, Set<List<String>> relations, Set<String> queries) {
        static Told of(Standing standing) {
            Set<List<String>> relations = new HashSet<>();
            for (TableSize size : standing.sizes().tables()) {
                relations.add(
                        List.of(
                                size.place().database(),
                                size.place().schema(),
                                size.place().table(),
                                ""));
            }
            for (IndexSize size : standing.sizes().indexes()) {
                relations.add(
                        List.of(
                                size.place().database(),
                                size.place().schema(),
                                size.place().table(),
                                size.place().index()));
            }
            Set<String> queries = new HashSet<>();
            standing.queries().stream().map(StatementRate::hash).forEach(queries::add);
            return new Told(standing, relations, queries);
        }

        boolean has(Subject subject) {
            return relations.contains(
                    List.of(subject.database(), subject.schema(), subject.table(), subject.name()));
        }
    }

    private void add(String cluster, Told told, Reading reading) {
        Subject subject = reading.key().subject();
        double value = reading.value();
        switch (reading.metric()) {
            case MEAN_LATENCY ->
                    latency(Family.LATENCY_MEAN, Family.QUERY_LATENCY_MEAN, cluster, told, reading);
            case P95_LATENCY ->
                    latency(Family.LATENCY_P95, Family.QUERY_LATENCY_P95, cluster, told, reading);
            case P99_LATENCY ->
                    latency(Family.LATENCY_P99, Family.QUERY_LATENCY_P99, cluster, told, reading);
            case SLOW_QUERIES -> whole(Family.SLOW_QUERIES, cluster, subject, value);
            case CACHE_HIT -> whole(Family.CACHE_HIT, cluster, subject, value / PERCENT);
            case CONNECTIONS -> whole(Family.CONNECTIONS_USED, cluster, subject, value / PERCENT);
            case ACTIVE_SESSIONS -> whole(Family.ACTIVE_SESSIONS, cluster, subject, value);
            case IDLE_IN_TRANSACTION -> whole(Family.IDLE_IN_TRANSACTION, cluster, subject, value);
            case LOCK_WAITS -> whole(Family.LOCK_WAITS, cluster, subject, value);
            case DEADLOCKS -> whole(Family.DEADLOCK_RATE, cluster, subject, value);
            case TEMP_FILES -> whole(Family.TEMP_FILE_RATE, cluster, subject, value);
            case UNUSED_INDEXES -> whole(Family.UNUSED_INDEXES, cluster, subject, value);
            case INVALID_INDEXES -> whole(Family.INVALID_INDEXES, cluster, subject, value);
            case DISK_GROWTH -> whole(Family.DISK_FULL, cluster, subject, value * DAY);
            case CHECKPOINT_PRESSURE ->
                    whole(Family.CHECKPOINT_PRESSURE, cluster, subject, value / PERCENT);
            case DEAD_ROWS -> worst(Family.DATABASE_DEAD_ROWS, told, subject, value / PERCENT);
            case LAST_AUTOVACUUM ->
                    worst(Family.DATABASE_VACUUM_OVERDUE, told, subject, value * HOUR);
            case SEQUENTIAL_SCANS -> worst(Family.DATABASE_SEQUENTIAL_SCANS, told, subject, value);
            case BLOAT -> bloat(cluster, told, subject, value / PERCENT);
            case REPLICATION_LAG -> peer(Family.REPLICATION_LAG, cluster, subject, value);
            case SLOT_RETAINED_WAL -> peer(Family.SLOT_RETAINED_WAL, cluster, subject, value);
            case COLLECTOR_FAILURE -> recorder.addWorst(Family.COLLECTOR_FAILURES, value, cluster);
            // Told with the size of each database.
            case TRANSACTION_AGE -> {}
        }
    }

    private void latency(Family ofAll, Family ofQuery, String cluster, Told told, Reading reading) {
        Subject subject = reading.key().subject();
        double seconds = reading.value() / MILLIS;
        if (subject.kind() == SubjectKind.INSTANCE) {
            recorder.add(ofAll, seconds, cluster);
        } else if (told.queries().contains(subject.name())) {
            recorder.add(ofQuery, seconds, cluster, subject.name());
        }
    }

    private void whole(Family family, String cluster, Subject subject, double value) {
        if (subject.kind() == SubjectKind.INSTANCE) {
            recorder.add(family, value, cluster);
        }
    }

    private void worst(Family family, Told told, Subject subject, double value) {
        Standing standing = told.standing();
        recorder.addWorst(family, value, standing.cluster(), standing.told(subject.database()));
    }

    private void bloat(String cluster, Told told, Subject subject, double share) {
        worst(Family.DATABASE_BLOAT, told, subject, share);
        if (!told.has(subject)) {
            return;
        }
        if (subject.kind() == SubjectKind.TABLE) {
            recorder.add(
                    Family.TABLE_BLOAT,
                    share,
                    cluster,
                    subject.database(),
                    subject.schema(),
                    subject.table());
        } else {
            recorder.add(
                    Family.INDEX_BLOAT,
                    share,
                    cluster,
                    subject.database(),
                    subject.schema(),
                    subject.table(),
                    subject.name());
        }
    }

    private void peer(Family family, String cluster, Subject subject, double value) {
        if (peers.merge(family, 1, Integer::sum) <= Most.PEERS) {
            recorder.add(family, value, cluster, subject.name());
        }
    }
}
