package org.pgwright.repository.performance;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LoggedEvent;
import org.pgwright.observation.LoggedStatement;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Keeps what servers log beside statements. */
public final class LoggedEvents {
    private static final String KEEP =
            """
            INSERT INTO log_event AS e (
                id, instance_id, node_id, logged_at, kind, database_name, role_name,
                application_name, query_hash, sqlstate, message, details)
            SELECT n.id, :instance, :node, n.logged_at, n.kind, nullif(n.database_name, ''),
                   nullif(n.role_name, ''), nullif(n.application_name, ''), n.query_hash,
                   n.sqlstate, n.message,
                   n.details || jsonb_build_object('count', n.count, 'total', n.total,
                                                   'most', n.most)
              FROM unnest(:ids::uuid[], :times::timestamptz[], :kinds::log_event_kind[],
                          :databases::text[], :roles::text[], :applications::text[],
                          :hashes::text[], :states::text[], :messages::text[], :details::jsonb[],
                          :counts::bigint[], :totals::numeric[], :mosts::numeric[])
                   AS n (id, logged_at, kind, database_name, role_name, application_name,
                         query_hash, sqlstate, message, details, count, total, most)
            ON CONFLICT (instance_id, logged_at, id) DO UPDATE
            SET details = e.details || jsonb_build_object(
                    'count', (e.details -> 'count')::bigint
                             + (excluded.details -> 'count')::bigint,
                    'total', (e.details -> 'total')::numeric
                             + (excluded.details -> 'total')::numeric,
                    'most', greatest((e.details -> 'most')::numeric,
                                     (excluded.details -> 'most')::numeric))
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Keeps events; those that have the id and the time of one that is kept are added to it. */
    public void keep(LogPlace place, List<LoggedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        place.jdbc()
                .sql(KEEP)
                .param("instance", place.node().instanceId())
                .param("node", place.node().nodeId())
                .param("ids", texts(events, e -> e.id().toString()))
                .param("times", texts(events, e -> e.at().toString()))
                .param("kinds", texts(events, e -> e.what().kind().name().toLowerCase(Locale.ROOT)))
                .param("databases", texts(events, e -> e.what().caller().database()))
                .param("roles", texts(events, e -> e.what().caller().role()))
                .param("applications", texts(events, e -> e.what().caller().application()))
                .param("hashes", texts(events, e -> hash(e.what().statement())))
                .param("states", texts(events, e -> e.what().sqlState()))
                .param("messages", texts(events, e -> e.what().message()))
                .param("details", texts(events, e -> MAPPER.writeValueAsString(e.details())))
                .param("counts", events.stream().mapToLong(e -> e.amount().count()).toArray())
                .param("totals", texts(events, e -> String.valueOf(e.amount().total())))
                .param("mosts", texts(events, e -> String.valueOf(e.amount().most())))
                .update();
    }

    private static @Nullable String hash(@Nullable LoggedStatement statement) {
        return statement == null ? null : statement.hash();
    }

    private static @Nullable String[] texts(
            List<LoggedEvent> events, Function<LoggedEvent, @Nullable String> text) {
        return events.stream().map(text).toArray(String[]::new);
    }
}
