package org.pgwright.repository.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The present values of the metrics of an instance, from what is kept of it; docs/alerts.md says
 * how each is made. What is not known, or was looked at too long ago, has none.
 */
public final class MetricReadings {
    private final StatementReadings statements = new StatementReadings();
    private final ActivityReadings activity = new ActivityReadings();
    private final DatabaseReadings databases = new DatabaseReadings();
    private final TableReadings tables = new TableReadings();
    private final IndexReadings indexes = new IndexReadings();
    private final ServerReadings servers = new ServerReadings();

    /**
     * All that are known; of each key one, the worst.
     *
     * @param thresholds of the instance: one may say how large the disk is
     * @param now by our own clock
     */
    public List<Reading> of(
            JdbcClient jdbc, UUID instance, Collection<Threshold> thresholds, Instant now) {
        ReadingTime time = ReadingTime.of(jdbc, instance, now);
        List<Reading> all = new ArrayList<>();
        all.addAll(statements.read(jdbc, time));
        all.addAll(activity.read(jdbc, time));
        all.addAll(databases.read(jdbc, time, thresholds));
        all.addAll(tables.read(jdbc, time));
        all.addAll(indexes.read(jdbc, time));
        all.addAll(servers.read(jdbc, time));
        Map<AlertKey, Reading> worst = new LinkedHashMap<>();
        all.forEach(reading -> worst.merge(reading.key(), reading, MetricReadings::worse));
        return List.copyOf(worst.values());
    }

    private static Reading worse(Reading one, Reading other) {
        return one.metric().isBeyond(other.value(), one.value()) ? other : one;
    }
}
