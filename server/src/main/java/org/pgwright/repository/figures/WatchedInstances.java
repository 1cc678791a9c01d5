package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds instances in the repository. */
public final class WatchedInstances {
    private static final String ALL =
            """
            SELECT i.instance_id, i.name,
                   coalesce((SELECT max(l.taken_at) FROM counter_look l
                              WHERE l.instance_id = i.instance_id), i.created_at) AS now
              FROM instance i
             WHERE i.is_active
             ORDER BY i.name
            """;

    /** All that are watched, by name. */
    public List<WatchedInstance> all(JdbcClient jdbc) {
        return jdbc.sql(ALL)
                .query(
                        (row, number) ->
                                new WatchedInstance(
                                        row.getObject("instance_id", UUID.class),
                                        row.getString("name"),
                                        row.getObject("now", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** The instance of a cluster; empty if it is not known. */
    public Optional<WatchedInstance> ofSystem(JdbcClient jdbc, String systemIdentifier) {
        Optional<UUID> found =
                jdbc.sql("SELECT instance_id FROM instance WHERE system_identifier::text = ?")
                        .params(systemIdentifier)
                        .query(UUID.class)
                        .optional();
        return found.flatMap(
                id -> all(jdbc).stream().filter(one -> one.instanceId().equals(id)).findFirst());
    }

    private static boolean isNamed(WatchedInstance instance, String name) {
        return instance.name().equals(name) || instance.instanceId().toString().equals(name);
    }

    /**
     * The instance of that name or id, or the only one.
     *
     * @param name null for the only one
     * @throws PgwrightException NOT_FOUND if there is no such instance, USAGE if there are several
     */
    public WatchedInstance named(JdbcClient jdbc, @Nullable String name) {
        List<WatchedInstance> all = all(jdbc);
        List<WatchedInstance> found =
                all.stream().filter(one -> name == null || isNamed(one, name)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        String names = all.stream().map(WatchedInstance::name).collect(Collectors.joining(", "));
        if (all.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.NOT_FOUND,
                    "the repository knows no server yet",
                    "run pgwright collect for a while");
        }
        throw new PgwrightException(
                name == null ? ErrorCode.USAGE : ErrorCode.NOT_FOUND,
                name == null
                        ? "the repository knows several servers"
                        : "the repository knows no server named '" + name + "'",
                "name one of these with --instance: " + names);
    }
}
