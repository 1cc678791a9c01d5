package org.pgwright.exporter;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What is told of all that is watched, from the repository only: no monitored server is ever asked.
 * It is read at most once in ten seconds, whoever asks and however often.
 */
public final class RepositoryMetrics implements MultiCollector {
    /** How long what was read is told again. */
    public static final Duration KEPT = Duration.ofSeconds(10);

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Repository repository;
    private final InstantSource clock;
    private final WatchedInstances instances = new WatchedInstances();
    private @Nullable Read last;

    private record Read(Instant at, MetricSnapshots snapshots) {}

    public RepositoryMetrics(Repository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Others wait while one reads, and are told the same. */
    @Override
    public synchronized MetricSnapshots collect() {
        Instant now = clock.instant();
        Read kept = last;
        if (kept == null || !kept.at().plus(KEPT).isAfter(now) || kept.at().isAfter(now)) {
            kept = new Read(now, read(now));
            last = kept;
        }
        return kept.snapshots();
    }

    private MetricSnapshots read(Instant now) {
        Recorder recorder = new Recorder();
        long began = System.nanoTime();
        try {
            List<WatchedInstance> all = repository.inTransaction(Work.READ, instances::all);
            StandingSeries series = new StandingSeries(recorder);
            ReadingSeries readings = new ReadingSeries(recorder);
            for (WatchedInstance instance : all) {
                Standing standing =
                        repository.inTransaction(
                                Work.READ, jdbc -> Standing.of(jdbc, instance, now));
                series.add(standing);
                readings.add(standing);
            }
            recorder.add(Family.REPOSITORY_UP, 1);
            recorder.add(Family.READ_TIME, (System.nanoTime() - began) / NANOS);
            recorder.add(Family.READ_AT, now.toEpochMilli() / MILLIS);
            return recorder.snapshots();
        } catch (PgwrightException away) {
            // This is what tells of it: half of the values would look as if the rest were gone.
            Recorder failed = new Recorder();
            failed.add(Family.REPOSITORY_UP, 0);
            return failed.snapshots();
        }
    }
}
