package org.pgwright.exporter;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Counter;
import org.pgwright.observation.CounterKind;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.present.CollectorState;
import org.pgwright.repository.present.Counted;
import org.pgwright.repository.present.DatabaseSize;
import org.pgwright.repository.present.IndexSize;
import org.pgwright.repository.present.Place;
import org.pgwright.repository.present.ServerSessions;
import org.pgwright.repository.present.StatementRate;
import org.pgwright.repository.present.TableSize;
import org.pgwright.repository.present.WatchedServer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is told of a cluster, but for what thresholds are compared with. */
final class StandingSeries {
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Recorder recorder;

    StandingSeries(Recorder recorder) {
        this.recorder = recorder;
    }

    void add(Standing standing) {
        String cluster = standing.cluster();
        standing.servers().all().forEach(one -> add(cluster, one));
        standing.servers().sessions().forEach(one -> add(cluster, one));
        standing.servers().collectors().forEach(one -> add(cluster, one));
        standing.counts().databases().forEach(one -> add(cluster, CounterKind.DATABASE, one));
        standing.counts().tables().forEach(one -> add(cluster, CounterKind.TABLE, one));
        standing.counts().indexes().forEach(one -> add(cluster, CounterKind.INDEX, one));
        standing.sizes().databases().forEach(one -> add(cluster, one));
        standing.sizes().tables().forEach(one -> add(standing, one));
        standing.sizes().indexes().forEach(one -> add(standing, one));
        standing.queries().forEach(one -> add(cluster, one));
        addAlerts(standing);
    }

    private void add(String cluster, WatchedServer server) {
        String name = server.server();
        recorder.add(
                Family.SERVER_INFO,
                1,
                cluster,
                name,
                server.version(),
                server.isStandby() ? "standby" : "primary");
        recorder.add(Family.SERVER_UP, number(server.isUp()), cluster, name);
        recorder.add(Family.SERVER_START_TIME, seconds(server.startedAt()), cluster, name);
    }

    private void add(String cluster, ServerSessions sessions) {
        String server = sessions.server();
        sessions.byState()
                .forEach(
                        (state, count) ->
                                recorder.add(Family.CONNECTIONS, count, cluster, server, state));
        recorder.add(Family.CONNECTIONS_LIMIT, sessions.limit(), cluster, server);
        recorder.add(
                Family.SESSIONS_WAITING_FOR_LOCKS, sessions.waitingForLocks(), cluster, server);
        recorder.add(
                Family.LONGEST_TRANSACTION, orZero(sessions.longestTransaction()), cluster, server);
        recorder.add(
                Family.LONGEST_IDLE_IN_TRANSACTION,
                orZero(sessions.longestIdleInTransaction()),
                cluster,
                server);
    }

    private void add(String cluster, CollectorState state) {
        String[] labels = {cluster, state.server(), state.database(), state.collector()};
        recorder.add(Family.COLLECTOR_SUCCESS, number(state.isWell()), labels);
        recorder.add(Family.COLLECTOR_DURATION, seconds(state.duration()), labels);
    }

    private void add(String cluster, CounterKind kind, Counted counted) {
        Place place = counted.place();
        List<String> all =
                List.of(
                        cluster,
                        place.server(),
                        place.database(),
                        place.schema(),
                        place.table(),
                        place.index());
        for (Counter counter : kind.counters()) {
            Family family = Family.valueOf(kind.name() + "_" + counter);
            double value = counted.counters().at(counter);
            recorder.add(
                    family,
                    family.metric().endsWith("_seconds_total") ? value / MICROS : value,
                    all.subList(0, family.labels().size()).toArray(String[]::new));
        }
    }

    private void add(String cluster, DatabaseSize size) {
        recorder.add(Family.DATABASE_SIZE, size.bytes(), cluster, size.database());
        recorder.add(
                Family.DATABASE_FROZEN_AGE, size.frozenTransactionAge(), cluster, size.database());
    }

    /** The rest of databases that are not told one by one is one. */
    private void add(Standing standing, TableSize size) {
        Place place = size.place();
        String database = size.isOther() ? standing.told(place.database()) : place.database();
        String[] labels = {standing.cluster(), database, place.schema(), place.table()};
        recorder.addUp(Family.TABLE_SIZE, size.bytes(), labels);
        recorder.addUp(Family.TABLE_TOTAL_SIZE, size.totalBytes(), labels);
        recorder.addUp(Family.TABLE_ROWS, size.rows(), labels);
        recorder.addUp(Family.TABLE_DEAD_ROWS, size.deadRows(), labels);
        recorder.add(Family.TABLE_LAST_VACUUM, seconds(size.lastVacuum()), labels);
        recorder.add(Family.TABLE_LAST_ANALYZE, seconds(size.lastAnalyze()), labels);
    }

    private void add(Standing standing, IndexSize size) {
        Place place = size.place();
        String database =
                place.index().equals(Place.OTHER)
                        ? standing.told(place.database())
                        : place.database();
        recorder.addUp(
                Family.INDEX_SIZE,
                size.bytes(),
                standing.cluster(),
                database,
                place.schema(),
                place.table(),
                place.index());
    }

    private void add(String cluster, StatementRate rate) {
        recorder.add(Family.QUERY_CALLS, rate.calls(), cluster, rate.hash());
        recorder.add(Family.QUERY_EXECUTION, rate.executing(), cluster, rate.hash());
        recorder.add(Family.QUERY_ROWS, rate.rows(), cluster, rate.hash());
        recorder.add(Family.QUERY_BLOCKS_READ, rate.blocksRead(), cluster, rate.hash());
    }

    /** Those that there are none of are told too, so that a rule sees how one ends. */
    private void addAlerts(Standing standing) {
        for (Metric metric : Metric.values()) {
            for (AlertState state : List.of(AlertState.WARNING, AlertState.CRITICAL)) {
                long count =
                        standing.alerts().stream()
                                .filter(one -> one.state() == state)
                                .filter(one -> one.key().metric() == metric)
                                .count();
                recorder.add(
                        Family.ALERTS, count, standing.cluster(), metric.label(), state.label());
            }
        }
    }

    private static int number(boolean truth) {
        return truth ? 1 : 0;
    }

    private static double orZero(@Nullable Duration time) {
        return time == null ? 0 : seconds(time);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }

    private static @Nullable Double seconds(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli() / MILLIS;
    }
}
