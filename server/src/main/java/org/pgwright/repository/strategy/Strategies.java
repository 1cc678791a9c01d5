package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads strategies. */
public final class Strategies {
    private static final String SELECT =
            """
            SELECT y.id, y.instance_id, y.database_id, i.name AS instance_name, d.database_name,
                   y.object::text AS object, y.action, y.status, y.status_since, y.source, y.deferred_until, y.dismissed_for,
                   y.schema_name, y.table_name, y.index_name,
                   coalesce(y.create_statement, y.index_definition) AS create_statement,
                   coalesce(y.reason, '') AS reason, y.prediction::text AS prediction
              FROM index_strategy y
              JOIN instance i USING (instance_id)
              JOIN monitored_database d USING (instance_id, database_id)
            """;

    private static final String CHOSEN =
            SELECT
                    + """
                     WHERE (:instance::text IS NULL OR i.name = :instance)
                       AND (:database::text IS NULL OR d.database_name = :database)
                       AND y.status::text = ANY (:statuses::text[])
                     ORDER BY i.name, d.database_name, y.status_since, y.id
                    """;

    private static final String OF_SCOPE =
            SELECT
                    + """
                     WHERE y.instance_id = :instance AND y.database_id = :database
                       AND y.status::text = ANY (:statuses::text[])
                     ORDER BY y.proposed_at, y.id
                    """;

    private static final String OF_INSTANCE =
            SELECT
                    + """
                     WHERE y.instance_id = :instance AND y.status::text = ANY (:statuses::text[])
                     ORDER BY y.proposed_at, y.id
                    """;

    private static final String IS_ANY =
            """
            SELECT EXISTS (SELECT FROM index_strategy
                            WHERE instance_id = :instance AND status <> 'existing'
                              AND status::text = ANY (:statuses::text[]))
            """;

    private static final String NAMED =
            SELECT
                    + """
                     WHERE right(y.id::text, length(:name)) = lower(:name)
                        OR y.index_name = :name
                        OR y.schema_name || '.' || y.index_name = :name
                     ORDER BY y.is_active DESC, y.status <> 'existing' DESC, y.status_since DESC
                    """;

    private static final String BY_ID = SELECT + " WHERE y.instance_id = :instance AND y.id = :id";

    /** Shorter ends of ids would name too many. */
    private static final int SHORTEST = 4;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /**
     * Those of some statuses, by instance and database.
     *
     * @param instance null for all
     * @param database null for all
     */
    public List<KnownStrategy> list(
            JdbcClient jdbc,
            @Nullable String instance,
            @Nullable String database,
            Collection<Status> statuses) {
        return jdbc.sql(CHOSEN)
                .param("instance", instance)
                .param("database", database)
                .param("statuses", labels(statuses))
                .query((row, number) -> strategy(row))
                .list();
    }

    /** Those of a database, in the order in which they were proposed. */
    public List<KnownStrategy> of(JdbcClient jdbc, Scope scope, Collection<Status> statuses) {
        return jdbc.sql(OF_SCOPE)
                .param("instance", scope.instanceId())
                .param("database", scope.databaseId())
                .param("statuses", labels(statuses))
                .query((row, number) -> strategy(row))
                .list();
    }

    /** Those of an instance, in the order in which they were proposed. */
    public List<KnownStrategy> ofInstance(
            JdbcClient jdbc, UUID instance, Collection<Status> statuses) {
        return jdbc.sql(OF_INSTANCE)
                .param("instance", instance)
                .param("statuses", labels(statuses))
                .query((row, number) -> strategy(row))
                .list();
    }

    /** Whether an instance has any in some statuses. */
    public boolean isAny(JdbcClient jdbc, UUID instance, Collection<Status> statuses) {
        return jdbc.sql(IS_ANY)
                .param("instance", instance)
                .param("statuses", labels(statuses))
                .query(Boolean.class)
                .single();
    }

    /** The one with this id. */
    public Optional<KnownStrategy> withId(JdbcClient jdbc, UUID instance, UUID id) {
        return jdbc.sql(BY_ID)
                .param("instance", instance)
                .param("id", id)
                .query((row, number) -> strategy(row))
                .optional();
    }

    /**
     * The one that a person means: by its id, the end of that, or the name of its index or
     * statistics, with or without schema; of an index with several, the active one.
     *
     * @throws PgwrightException NOT_FOUND for none, USAGE for several
     */
    public KnownStrategy named(JdbcClient jdbc, String name) {
        List<KnownStrategy> found =
                jdbc
                        .sql(NAMED)
                        .param("name", name)
                        .query((row, number) -> strategy(row))
                        .list()
                        .stream()
                        .filter(one -> isMeant(one, name))
                        .toList();
        if (found.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.NOT_FOUND,
                    "there is no strategy '" + name + "'",
                    "pgwright strategy list shows all");
        }
        KnownStrategy first = found.getFirst();
        boolean several =
                found.stream().anyMatch(other -> !other.scope().equals(first.scope()))
                        || found.stream().anyMatch(other -> other.object() != first.object())
                        || found.stream().filter(one -> !one.index().equals(name)).count() > 1;
        if (several) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "'" + name + "' means several strategies",
                    "name one by its whole id: " + first.id());
        }
        return first;
    }

    private static boolean isMeant(KnownStrategy one, String name) {
        return name.length() >= SHORTEST
                || one.index().equals(name)
                || one.qualifiedIndex().toString().equals(name);
    }

    private static String[] labels(Collection<Status> statuses) {
        return statuses.stream().map(Status::label).toArray(String[]::new);
    }

    private static KnownStrategy strategy(ResultSet row) throws SQLException {
        String action = row.getString("action");
        Timestamp deferred = row.getTimestamp("deferred_until");
        return new KnownStrategy(
                row.getObject("id", UUID.class),
                new Scope(row.getObject("instance_id", UUID.class), row.getInt("database_id")),
                row.getString("instance_name"),
                row.getString("database_name"),
                ChangedObject.of(row.getString("object")),
                action == null ? null : Action.of(action),
                new KnownStrategy.Standing(
                        Status.of(row.getString("status")),
                        row.getTimestamp("status_since").toInstant(),
                        Source.of(row.getString("source")),
                        instant(deferred),
                        row.getString("dismissed_for")),
                new QualifiedName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("index_name"),
                row.getString("create_statement"),
                row.getString("reason"),
                prediction(row.getString("prediction")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static Prediction prediction(@Nullable String json) {
        return json == null ? Prediction.NONE : MAPPER.readValue(json, Prediction.class);
    }
}
