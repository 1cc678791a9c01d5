package org.pgwright.exporter;

import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.Alerts;
import org.pgwright.repository.alerts.MetricReadings;
import org.pgwright.repository.alerts.Reading;
import org.pgwright.repository.alerts.ReadingTime;
import org.pgwright.repository.alerts.Thresholds;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.present.CollectorState;
import org.pgwright.repository.present.Counted;
import org.pgwright.repository.present.DatabaseSize;
import org.pgwright.repository.present.IndexSize;
import org.pgwright.repository.present.Place;
import org.pgwright.repository.present.PresentCounters;
import org.pgwright.repository.present.PresentServers;
import org.pgwright.repository.present.PresentSizes;
import org.pgwright.repository.present.PresentStatements;
import org.pgwright.repository.present.ServerSessions;
import org.pgwright.repository.present.StatementRate;
import org.pgwright.repository.present.TableSize;
import org.pgwright.repository.present.WatchedServer;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** All that is told of a cluster, as the repository has it. */
record Standing(
        String cluster,
        Servers servers,
        Sizes sizes,
        Counts counts,
        List<StatementRate> queries,
        List<Reading> readings,
        List<Alert> alerts) {

    /** Of servers. */
    record Servers(
            List<WatchedServer> all,
            List<ServerSessions> sessions,
            List<CollectorState> collectors) {}

    /** Of databases, tables and indexes. */
    record Sizes(List<DatabaseSize> databases, List<TableSize> tables, List<IndexSize> indexes) {}

    /** Of databases, tables and indexes on each server. */
    record Counts(List<Counted> databases, List<Counted> tables, List<Counted> indexes) {}

    /** The database itself if it is told one by one, else the one that stands for the rest. */
    String told(String database) {
        boolean isTold =
                sizes.databases().stream().anyMatch(one -> one.database().equals(database));
        return isTold ? database : Place.OTHER;
    }

    /**
     * That of a cluster.
     *
     * @param now by our own clock
     */
    static Standing of(JdbcClient jdbc, WatchedInstance instance, Instant now) {
        UUID id = instance.instanceId();
        ReadingTime time = ReadingTime.of(jdbc, id, now);
        return new Standing(
                instance.name(),
                servers(jdbc, time),
                sizes(jdbc, time),
                counts(jdbc, time),
                new PresentStatements().rates(jdbc, time, Most.QUERIES),
                new MetricReadings().of(jdbc, id, new Thresholds().all(jdbc, id), now),
                new Alerts().open(jdbc, id));
    }

    private static Servers servers(JdbcClient jdbc, ReadingTime time) {
        PresentServers present = new PresentServers();
        return new Servers(
                present.servers(jdbc, time),
                present.sessions(jdbc, time),
                present.collectors(jdbc, time, Most.COLLECTORS));
    }

    private static Sizes sizes(JdbcClient jdbc, ReadingTime time) {
        PresentSizes present = new PresentSizes();
        return new Sizes(
                present.databases(jdbc, time, Most.DATABASES),
                present.tables(jdbc, time, Most.TABLES),
                present.indexes(jdbc, time, Most.INDEXES));
    }

    private static Counts counts(JdbcClient jdbc, ReadingTime time) {
        PresentCounters present = new PresentCounters();
        return new Counts(
                present.databases(jdbc, time, Most.DATABASES),
                present.tables(jdbc, time, Most.TABLES),
                present.indexes(jdbc, time, Most.INDEXES));
    }
}
