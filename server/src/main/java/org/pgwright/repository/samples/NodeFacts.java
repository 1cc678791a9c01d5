package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.IndexBuild;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.ReplicationPeer;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.observation.Setting;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keeps what is true of a server as a whole: its settings, its replication, its index builds. */
public final class NodeFacts {
    private static final String SERVER =
            """
            UPDATE node
               SET is_standby = :standby, server_version = :version, server_started_at = :started,
                   last_seen = :seen
             WHERE instance_id = :instance AND node_id = :node
            """;

    private static final String SETTINGS =
            """
            WITH present AS (
                SELECT p.setting_name, p.setting_value, p.unit, p.source
                  FROM unnest(:names::text[], :values::text[], :units::text[], :sources::text[])
                       AS p (setting_name, setting_value, unit, source)),
            known AS (
                SELECT DISTINCT ON (setting_name) setting_name, setting_value, unit, source
                  FROM setting_history
                 WHERE instance_id = :instance AND node_id = :node
                 ORDER BY setting_name, seen_at DESC)
            INSERT INTO setting_history (
                instance_id, node_id, setting_name, seen_at, setting_value, unit, source)
            SELECT :instance, :node, setting_name, :seen, p.setting_value, p.unit, p.source
              FROM present p
              FULL JOIN known k USING (setting_name)
             WHERE (p.setting_value, p.unit, p.source)
                   IS DISTINCT FROM (k.setting_value, k.unit, k.source)
            ON CONFLICT (instance_id, node_id, setting_name, seen_at) DO NOTHING
            """;

    private static final String PEER =
            """
            INSERT INTO replication_sample (
                instance_id, node_id, taken_at, peer, state, is_replica, lag_bytes, lag_time,
                retained_bytes)
            VALUES (:instance, :node, :taken, :peer, :state, :replica, :lagBytes,
                    make_interval(secs => :lagSeconds), :retained)
            ON CONFLICT (instance_id, taken_at, node_id, peer) DO NOTHING
            """;

    private static final String BUILD =
            """
            INSERT INTO build_sample (
                instance_id, node_id, taken_at, pid, database_name, command, relation_oid,
                index_oid, phase, blocks_done, blocks_total, rows_done, rows_total)
            VALUES (:instance, :node, :taken, :pid, :database, :command, :relation, :index, :phase,
                    :blocksDone, :blocksTotal, :rowsDone, :rowsTotal)
            ON CONFLICT (instance_id, taken_at, node_id, pid) DO NOTHING
            """;

    /**
     * Keeps that a server is there, in which role and version.
     *
     * @param seen by our own clock
     */
    public void server(JdbcClient jdbc, NodeKey node, Instant seen, ServerIdentity server) {
        jdbc.sql(SERVER)
                .param("instance", node.instanceId())
                .param("node", node.nodeId())
                .param("standby", server.isStandby())
                .param("version", server.version())
                .param("started", Times.of(server.startedAt()))
                .param("seen", Times.of(seen))
                .update();
    }

    /** Keeps the settings that are not as they were. */
    public void settings(JdbcClient jdbc, NodeKey node, Instant seen, List<Setting> settings) {
        jdbc.sql(SETTINGS)
                .param("instance", node.instanceId())
                .param("node", node.nodeId())
                .param("seen", Times.of(seen))
                .param("names", settings.stream().map(Setting::name).toArray(String[]::new))
                .param("values", settings.stream().map(Setting::value).toArray(String[]::new))
                .param("units", settings.stream().map(Setting::unit).toArray(String[]::new))
                .param("sources", settings.stream().map(Setting::source).toArray(String[]::new))
                .update();
    }

    /** Keeps how far replicas and slots are behind. */
    public void replication(
            JdbcClient jdbc, NodeKey node, Instant taken, List<ReplicationPeer> peers) {
        for (ReplicationPeer peer : peers) {
            jdbc.sql(PEER)
                    .param("instance", node.instanceId())
                    .param("node", node.nodeId())
                    .param("taken", Times.of(taken))
                    .param("peer", peer.name())
                    .param("state", peer.state())
                    .param("replica", peer.isReplica())
                    .param("lagBytes", peer.lagBytes())
                    .param("lagSeconds", seconds(peer.lag()))
                    .param("retained", peer.retainedBytes())
                    .update();
        }
    }

    /** Keeps how far index builds are. */
    public void builds(JdbcClient jdbc, NodeKey node, Instant taken, List<IndexBuild> builds) {
        for (IndexBuild build : builds) {
            jdbc.sql(BUILD)
                    .param("instance", node.instanceId())
                    .param("node", node.nodeId())
                    .param("taken", Times.of(taken))
                    .param("pid", build.pid())
                    .param("database", build.databaseName())
                    .param("command", build.command())
                    .param("relation", build.relationOid())
                    .param("index", build.indexOid())
                    .param("phase", build.phase())
                    .param("blocksDone", build.blocks().done())
                    .param("blocksTotal", build.blocks().total())
                    .param("rowsDone", build.rows().done())
                    .param("rowsTotal", build.rows().total())
                    .update();
        }
    }

    private static @Nullable Double seconds(@Nullable Duration lag) {
        return lag == null ? null : lag.toNanos() / 1e9;
    }
}
