package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The PostgreSQL clusters that are watched (tables {@code instance}, {@code node} and {@code
 * monitored_database}): each by its system identifier, their servers by address, their databases by
 * oid.
 *
 * <p>Registering again changes nothing but what changed. Several processes may do so at once.
 */
public final class Instances {
    /** Who owns what the command line makes. */
    static final UUID LOCAL_USER = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private static final int LONGEST_NAME = 100;
    private static final int MOST_OF_A_NAME = 1000;

    private static final String UPDATE_NODE =
            """
            UPDATE node SET role_name = :role, connection = :connection::jsonb, is_standby = :standby,
                   server_version = :version, server_started_at = :started, last_seen = :at,
                   is_active = true
             WHERE instance_id = :instance AND address = :address
            """;

    private static final String INSERT_NODE =
            """
            INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                              server_version, server_started_at, first_seen, last_seen)
            VALUES (:instance, :address, :role, :connection::jsonb, :standby,
                    :version, :started, :at, :at)
                ON CONFLICT (instance_id, address) DO NOTHING
            """;

    /** One that was removed comes back. */
    private static final String ACTIVATE =
            """
            UPDATE instance SET is_active = true WHERE instance_id = ? AND NOT is_active
            """;

    private static final String RENAME_DATABASES =
            """
            UPDATE monitored_database d SET database_name = seen.name, last_seen = :at
              FROM unnest(:oids::bigint[], :names::text[]) AS seen (oid, name)
             WHERE d.instance_id = :instance AND d.database_oid = seen.oid::oid
            """;

    private static final String INSERT_DATABASES =
            """
            INSERT INTO monitored_database
                   (instance_id, database_oid, database_name, first_seen, last_seen)
            SELECT :instance, seen.oid::oid, seen.name, :at, :at
              FROM unnest(:oids::bigint[], :names::text[]) AS seen (oid, name)
             WHERE NOT EXISTS (SELECT FROM monitored_database d
                                WHERE d.instance_id = :instance AND d.database_oid = seen.oid::oid)
             ORDER BY seen.oid
                ON CONFLICT (instance_id, database_oid) DO NOTHING
            """;

    private static final String DATABASES =
            """
            SELECT database_oid, database_id FROM monitored_database
             WHERE instance_id = :instance AND database_oid = ANY (:oids::bigint[]::oid[])
            """;

    private final Repository repository;
    private final InstantSource clock;
    private final Ids ids;

    public Instances(Repository repository, InstantSource clock, Ids ids) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Registers a server; a new instance gets the default thresholds.
     *
     * @param name for the instance; null for {@code host:port}, or what it is called already
     * @throws PgwrightException USAGE if another instance has the name
     */
    public RegisteredNode register(ServerSeen server, @Nullable String name) {
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the name of an instance has 1 to " + LONGEST_NAME + " characters",
                    "choose another name");
        }
        return repository.repeatably(
                jdbc -> {
                    Optional<UUID> known = find(jdbc, server.systemIdentifier());
                    known.ifPresent(there -> jdbc.sql(ACTIVATE).params(there).update());
                    UUID fresh = ids.next();
                    UUID instance = known.orElseGet(() -> insert(jdbc, fresh, server, name));
                    boolean isNew = known.isEmpty() && instance.equals(fresh);
                    if (isNew) {
                        DefaultThresholds.insert(jdbc, instance, LOCAL_USER, ids);
                    }
                    String called =
                            name == null ? name(jdbc, instance) : rename(jdbc, instance, name);
                    int node = node(jdbc, instance, server);
                    return new RegisteredNode(instance, called, node, server.address(), isNew);
                });
    }

    /**
     * Registers the databases of an instance.
     *
     * @param at when they were seen, by the server's clock
     * @return the short number of each, by oid
     */
    public Map<Long, Integer> databases(
            UUID instance, Collection<DatabaseSeen> databases, Instant at) {
        Long[] oids = databases.stream().map(DatabaseSeen::oid).toArray(Long[]::new);
        String[] names = databases.stream().map(DatabaseSeen::name).toArray(String[]::new);
        return repository.repeatably(
                jdbc -> {
                    for (String sql : List.of(RENAME_DATABASES, INSERT_DATABASES)) {
                        jdbc.sql(sql)
                                .param("instance", instance)
                                .param("oids", oids)
                                .param("names", names)
                                .param("at", Timestamp.from(at))
                                .update();
                    }
                    return jdbc
                            .sql(DATABASES)
                            .param("instance", instance)
                            .param("oids", oids)
                            .query((row, number) -> Map.entry(row.getLong(1), row.getInt(2)))
                            .list()
                            .stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
                });
    }

    private static Optional<UUID> find(JdbcClient jdbc, long systemIdentifier) {
        return jdbc.sql("SELECT instance_id FROM instance WHERE system_identifier = ?")
                .param(systemIdentifier)
                .query(UUID.class)
                .optional();
    }

    /** The new one, or that which another process has registered at this moment. */
    private UUID insert(JdbcClient jdbc, UUID fresh, ServerSeen server, @Nullable String wanted) {
        String base = wanted == null ? usualName(server) : wanted;
        for (int number = 1; number < MOST_OF_A_NAME; number++) {
            int inserted =
                    jdbc.sql(
                                    """
                                    INSERT INTO instance
                                           (instance_id, system_identifier, name, created_by, created_at)
                                    VALUES (:id, :system, :name, :user, :at)
                                        ON CONFLICT DO NOTHING
                                    """)
                            .param("id", fresh)
                            .param("system", server.systemIdentifier())
                            .param("name", number == 1 ? base : numbered(base, number))
                            .param("user", LOCAL_USER)
                            .param("at", Timestamp.from(clock.instant()))
                            .update();
            Optional<UUID> there = find(jdbc, server.systemIdentifier());
            if (inserted == 1 || there.isPresent()) {
                return there.orElse(fresh);
            }
            if (wanted != null) {
                throw taken(wanted);
            }
        }
        throw taken(base);
    }

    private static String usualName(ServerSeen server) {
        String name = server.connection().host() + ":" + server.connection().port();
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static String numbered(String name, int number) {
        String suffix = " (" + number + ")";
        int room = LONGEST_NAME - suffix.length();
        return (name.length() <= room ? name : name.substring(0, room)) + suffix;
    }

    private static String name(JdbcClient jdbc, UUID instance) {
        return jdbc.sql("SELECT name FROM instance WHERE instance_id = ?")
                .param(instance)
                .query(String.class)
                .single();
    }

    private static String rename(JdbcClient jdbc, UUID instance, String name) {
        try {
            jdbc.sql(
                            """
                            UPDATE instance SET name = :name
                             WHERE instance_id = :instance AND name <> :name
                            """)
                    .param("name", name)
                    .param("instance", instance)
                    .update();
            return name;
        } catch (DuplicateKeyException another) {
            throw taken(name);
        }
    }

    private static PgwrightException taken(String name) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "another instance is called '" + name + "' already",
                "choose another name");
    }

    /** Its number; numbers are drawn only for new ones. */
    private int node(JdbcClient jdbc, UUID instance, ServerSeen server) {
        if (nodeParameters(jdbc.sql(UPDATE_NODE), instance, server).update() == 0) {
            nodeParameters(jdbc.sql(INSERT_NODE), instance, server).update();
        }
        return jdbc.sql("SELECT node_id FROM node WHERE instance_id = ? AND address = ?")
                .param(instance)
                .param(server.address())
                .query(Integer.class)
                .single();
    }

    private JdbcClient.StatementSpec nodeParameters(
            JdbcClient.StatementSpec sql, UUID instance, ServerSeen server) {
        return sql.param("instance", instance)
                .param("address", server.address())
                .param("role", server.role())
                .param("connection", StoredConnection.of(server.connection()).json())
                .param("standby", server.standby())
                .param("version", server.version())
                .param("started", Timestamp.from(server.startedAt()))
                .param("at", Timestamp.from(clock.instant()));
    }
}
