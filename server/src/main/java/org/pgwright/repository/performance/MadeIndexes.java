package org.pgwright.repository.performance;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.maintenance.IndexUse;
import org.pgwright.maintenance.MadeIndex;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.maintenance.WatchedServers;
import org.pgwright.repository.strategy.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads which indexes pgwright made, and which of them nothing has used since. */
public final class MadeIndexes {
    /**
     * What an index was made for is known by its strategy until that wants something else, and by
     * the proof of the change.
     */
    private static final String MADE =
            """
            SELECT y.id, y.schema_name, y.index_name, d.database_name, c.settled_at,
                   ARRAY(SELECT DISTINCT h #>> '{}'
                           FROM jsonb_path_query(
                                    CASE WHEN y.action = 'create' THEN y.prediction END,
                                    '$.queries[*].hash') AS h
                          UNION
                         SELECT h #>> '{}'
                           FROM change_proof p
                          CROSS JOIN jsonb_path_query(
                                    p.figures, '$.queries[*] ? (@.predicted == true).hash') AS h
                          WHERE p.instance_id = c.instance_id AND p.change_id = c.id) AS hashes
              FROM index_strategy y
              JOIN monitored_database d USING (instance_id, database_id)
             CROSS JOIN LATERAL (
                   SELECT l.*
                     FROM index_change l
                    WHERE l.instance_id = y.instance_id AND l.strategy_id = y.id
                      AND l.outcome = 'applied' AND l.action <> 'reindex'
                    ORDER BY l.settled_at DESC
                    LIMIT 1) c
             WHERE y.instance_id = :instance AND y.database_id = :database
               AND y.is_active AND y.is_created
               AND c.action = 'create' AND NOT c.is_rollback
             ORDER BY y.schema_name, y.table_name, y.index_name
            """;

    /** Sums are of hours that began after it was made. */
    private static final String CALLED =
            """
            SELECT count(DISTINCT t.query_hash)
              FROM statement t
              JOIN statement_source r USING (instance_id, statement_id)
              JOIN statement_counted c USING (instance_id, source_id)
             WHERE t.instance_id = :instance
               AND t.query_hash = ANY (:hashes::text[])
               AND r.database_id = :database AND NOT r.is_ours
               AND c.counted_at >= :made AND c.counted_at <= :now
               AND c.calls > 0
            """;

    private static final String DATABASES =
            """
            SELECT DISTINCT c.database_id
              FROM index_change c
             WHERE c.instance_id = :instance AND c.action = 'create' AND c.outcome = 'applied'
             ORDER BY c.database_id
            """;

    /**
     * One that was found.
     *
     * @param hashes of the statements that it was made for
     */
    private record Found(MadeIndex made, List<String> hashes) {
        private Found {
            hashes = List.copyOf(hashes);
        }
    }

    /**
     * Those of a database.
     *
     * @param uses of its indexes
     */
    public List<MadeIndex> of(
            JdbcClient jdbc, Scope scope, Map<QualifiedName, IndexUse> uses, Instant now) {
        List<MadeIndex> all = new ArrayList<>();
        for (Found found : found(jdbc, scope)) {
            all.add(
                    isToCount(found.made(), uses.get(found.made().index()), now)
                            ? counted(jdbc, scope, found, now)
                            : found.made());
        }
        return all;
    }

    /** Those of all databases of an instance that nothing has used for long enough to say so. */
    public List<UnusedSinceMade> unused(JdbcClient jdbc, UUID instance, Instant now) {
        List<UnusedSinceMade> unused = new ArrayList<>();
        for (int database :
                jdbc.sql(DATABASES).param("instance", instance).query(Integer.class).list()) {
            unused.addAll(unused(jdbc, new Scope(instance, database), now));
        }
        return unused;
    }

    /** Those of a database that nothing has used for long enough to say so. */
    public List<UnusedSinceMade> unused(JdbcClient jdbc, Scope scope, Instant now) {
        WatchedServers servers = new WatchedNodes().of(jdbc, scope, now).orElse(null);
        Map<QualifiedName, IndexUse> uses = new IndexUses().of(jdbc, scope, now);
        return of(jdbc, scope, uses, now).stream()
                .flatMap(
                        made ->
                                UnusedSinceMade.of(made, uses.get(made.index()), servers, now)
                                        .stream())
                .toList();
    }

    /** Not where it makes no difference; of a partitioned table's index only its parts tell. */
    private static boolean isToCount(MadeIndex made, @Nullable IndexUse use, Instant now) {
        return use == null
                ? !now.isBefore(made.made().plus(UnusedSinceMade.WEEK))
                : UnusedSinceMade.isIdle(made, use, now);
    }

    private static List<Found> found(JdbcClient jdbc, Scope scope) {
        return jdbc.sql(MADE)
                .param("instance", scope.instanceId())
                .param("database", scope.databaseId())
                .query((row, number) -> found(row))
                .list();
    }

    private static Found found(ResultSet row) throws SQLException {
        List<String> hashes = List.of((String[]) row.getArray("hashes").getArray());
        return new Found(
                new MadeIndex(
                        new QualifiedName(
                                row.getString("schema_name"), row.getString("index_name")),
                        row.getString("database_name"),
                        row.getObject("id", UUID.class),
                        row.getObject("settled_at", OffsetDateTime.class).toInstant(),
                        hashes.size(),
                        0),
                hashes);
    }

    private static MadeIndex counted(JdbcClient jdbc, Scope scope, Found found, Instant now) {
        MadeIndex made = found.made();
        int called =
                jdbc.sql(CALLED)
                        .param("instance", scope.instanceId())
                        .param("database", scope.databaseId())
                        .param("hashes", found.hashes().toArray(String[]::new))
                        .param("made", made.made().atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .query(Integer.class)
                        .single();
        return new MadeIndex(
                made.index(),
                made.database(),
                made.strategy(),
                made.made(),
                made.statements(),
                called);
    }
}
