package org.pgwright.repository.alerts;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.strategy.Actor;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where alerts are sent to, and which. */
public final class Channels {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

    private static final String SELECT =
            """
            SELECT c.id, c.kind::text AS kind, c.name, c.settings::text AS settings,
                   c.secret_reference, c.allows_private
              FROM notification_channel c
             WHERE c.is_active AND %s
             ORDER BY c.name
            """;

    private static final String ALL = SELECT.formatted("true");
    private static final String NAMED = SELECT.formatted("c.name = :name");
    private static final String ONE = SELECT.formatted("c.id = :id");

    private static final String ADD =
            """
            INSERT INTO notification_channel (
                id, kind, name, settings, secret_reference, allows_private, created_by, created_at,
                encrypted_secret)
            VALUES (:id, :kind::channel_kind, :name, :settings::jsonb, :reference, :private, :user,
                    :at, :encrypted)
            """;

    private static final String REMOVE =
            """
            UPDATE notification_channel SET is_active = false, encrypted_secret = NULL,
                   secret_reference = NULL
             WHERE id = :id AND is_active
            """;

    private static final String GIVE_UP =
            """
            UPDATE notification_outbox SET failed_at = :at, last_error = 'the channel was removed'
             WHERE channel_id = :id AND sent_at IS NULL AND failed_at IS NULL
            """;

    private static final String ROUTES =
            """
            SELECT r.id, r.channel_id, r.instance_id, r.least_severity::text AS severity
              FROM notification_route r
              JOIN notification_channel c ON c.id = r.channel_id AND c.is_active
             ORDER BY c.name, r.id
            """;

    private static final String ROUTE =
            """
            INSERT INTO notification_route (id, channel_id, instance_id, least_severity)
            VALUES (:id, :channel, :instance, :severity::alert_state)
            ON CONFLICT (channel_id, instance_id)
            DO UPDATE SET least_severity = excluded.least_severity
            """;

    /** All that are in use, by name. */
    public List<StoredChannel> all(JdbcClient jdbc) {
        return jdbc.sql(ALL).query((row, number) -> channel(row)).list();
    }

    /** The one of a name; empty for none. */
    public Optional<StoredChannel> named(JdbcClient jdbc, String name) {
        return jdbc.sql(NAMED).param("name", name).query((row, number) -> channel(row)).optional();
    }

    /** The one of an id; empty for none, and for one that was removed. */
    public Optional<StoredChannel> one(JdbcClient jdbc, UUID id) {
        return jdbc.sql(ONE).param("id", id).query((row, number) -> channel(row)).optional();
    }

    /**
     * Adds one.
     *
     * @param encrypted its secret; empty where that is elsewhere
     * @throws PgwrightException USAGE if there is one of that name
     */
    public void add(
            JdbcClient jdbc,
            StoredChannel channel,
            Optional<byte[]> encrypted,
            Actor actor,
            Instant now) {
        try {
            jdbc.sql(ADD)
                    .param("id", channel.id())
                    .param("kind", channel.kind().label())
                    .param("name", channel.name())
                    .param("settings", JSON.writeValueAsString(channel.settings()))
                    .param("reference", channel.secretReference())
                    .param("private", channel.allowsPrivate())
                    .param("user", actor.userId())
                    .param("at", Moments.at(now))
                    .param("encrypted", encrypted.orElse(null))
                    .update();
        } catch (DuplicateKeyException taken) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "there is a channel '%s' already".formatted(channel.name()),
                    "choose another name, or remove that one first",
                    taken);
        }
    }

    /** Removes one with its secret; what was to be sent to it is given up. */
    public void remove(JdbcClient jdbc, UUID channel, Instant now) {
        jdbc.sql(REMOVE).param("id", channel).update();
        jdbc.sql(GIVE_UP).param("id", channel).param("at", Moments.at(now)).update();
    }

    /** Which alerts go to which channels. */
    public List<Route> routes(JdbcClient jdbc) {
        return jdbc.sql(ROUTES).query((row, number) -> route(row)).list();
    }

    /** Adds a route, or changes the severity of the one that is there. */
    public void route(JdbcClient jdbc, Route route) {
        jdbc.sql(ROUTE)
                .param("id", route.id())
                .param("channel", route.channelId())
                .param("instance", route.instanceId())
                .param("severity", route.leastSeverity().label())
                .update();
    }

    private static Route route(ResultSet row) throws SQLException {
        return new Route(
                row.getObject("id", UUID.class),
                row.getObject("channel_id", UUID.class),
                row.getObject("instance_id", UUID.class),
                AlertState.of(row.getString("severity")));
    }

    private static StoredChannel channel(ResultSet row) throws SQLException {
        return new StoredChannel(
                row.getObject("id", UUID.class),
                ChannelKind.of(row.getString("kind")).orElseThrow(),
                row.getString("name"),
                JSON.readValue(row.getString("settings"), SETTINGS),
                row.getString("secret_reference"),
                row.getBoolean("allows_private"));
    }
}
