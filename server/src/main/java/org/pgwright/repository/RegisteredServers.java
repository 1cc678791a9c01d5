package org.pgwright.repository;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The servers that are registered; those that were removed, alone or with their instance, are not.
 */
public final class RegisteredServers {
    private static final String ALL =
            """
            SELECT i.instance_id, i.name, n.node_id, n.address, n.role_name, n.is_standby,
                   n.server_version, n.encrypted_password IS NOT NULL AS has_password, n.last_seen,
                   i.system_identifier, n.server_started_at
              FROM instance i
              JOIN node n USING (instance_id)
             WHERE i.is_active AND n.is_active
             ORDER BY i.name, n.is_standby, n.address
            """;

    private static final String FORGET_PASSWORDS =
            """
            UPDATE node n SET encrypted_password = NULL
              FROM instance i
             WHERE i.name = ? AND i.is_active AND n.instance_id = i.instance_id
            """;

    private static final String REMOVE =
            """
            UPDATE instance SET is_active = false WHERE name = ? AND is_active
            """;

    private static final String REMOVE_SERVER =
            """
            UPDATE node n SET is_active = false, encrypted_password = NULL
              FROM instance i
             WHERE i.name = ? AND i.is_active AND n.instance_id = i.instance_id
               AND n.address = ? AND n.is_active
            """;

    private final Repository repository;

    public RegisteredServers(Repository repository) {
        this.repository = repository;
    }

    /**
     * One of them.
     *
     * @param role that we connect as
     * @param hasPassword whether its password is stored
     * @param lastSeen by our own clock
     * @param systemIdentifier of its cluster, as an unsigned number
     * @param startedAt by its own clock, when it was looked at last
     */
    public record Server(
            RegisteredNode node,
            String role,
            boolean isStandby,
            String version,
            boolean hasPassword,
            Instant lastSeen,
            String systemIdentifier,
            Instant startedAt) {}

    /** All, by instance, the primary first. */
    public List<Server> all() {
        return repository.repeatably(
                Work.READ, jdbc -> jdbc.sql(ALL).query((row, number) -> server(row)).list());
    }

    /**
     * Forgets the passwords of an instance and watches it no more. What it did stays, and it comes
     * back when it is registered again.
     *
     * @return whether there was such an instance
     */
    public boolean remove(String name) {
        return repository.repeatably(jdbc -> remove(jdbc, name)) == 1;
    }

    /**
     * Forgets the password of one server of an instance and watches it no more, as {@link #remove}
     * does with all. What its indexes did counts on; that it is silent does not.
     *
     * @return whether there was such a server
     */
    public boolean removeServer(String instance, String address) {
        return repository.repeatably(
                        jdbc -> jdbc.sql(REMOVE_SERVER).params(instance, address).update())
                == 1;
    }

    private static int remove(JdbcClient jdbc, String name) {
        jdbc.sql(FORGET_PASSWORDS).params(name).update();
        return jdbc.sql(REMOVE).params(name).update();
    }

    private static Server server(ResultSet row) throws SQLException {
        return new Server(
                new RegisteredNode(
                        row.getObject("instance_id", UUID.class),
                        row.getString("name"),
                        row.getInt("node_id"),
                        row.getString("address"),
                        false),
                row.getString("role_name"),
                row.getBoolean("is_standby"),
                row.getString("server_version"),
                row.getBoolean("has_password"),
                row.getObject("last_seen", OffsetDateTime.class).toInstant(),
                Long.toUnsignedString(row.getLong("system_identifier")),
                row.getObject("server_started_at", OffsetDateTime.class).toInstant());
    }
}
