package org.pgwright.repository.samples;

import org.pgwright.observation.NodeKey;
import org.pgwright.observation.StatementKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.Optional;

/**
 * Where the repository itself is, if that is a database of a server that is watched: what its role
 * does there is our own work.
 *
 * @param databaseOid of the repository's database; -1 for elsewhere
 * @param roleOid of the repository's role
 */
record RepositoryPlace(long databaseOid, long roleOid) {
    private static final RepositoryPlace ELSEWHERE = new RepositoryPlace(-1, -1);

    private static final String MAY_ASK =
            """
            SELECT has_function_privilege('pg_control_system()', 'EXECUTE')
            """;

    private static final String PLACE =
            """
            SELECT d.oid::bigint AS database_oid, r.oid::bigint AS role_oid
              FROM instance i
              JOIN pg_control_system() s ON s.system_identifier = i.system_identifier
              JOIN pg_database d ON d.datname = current_database()
              JOIN pg_roles r ON r.rolname = current_user
             WHERE i.instance_id = ?
            """;

    /** Seen from the instance of a node. */
    static RepositoryPlace in(JdbcClient jdbc, NodeKey node) {
        if (!jdbc.sql(MAY_ASK).query(Boolean.class).single()) {
            return ELSEWHERE;
        }
        Optional<RepositoryPlace> place =
                jdbc.sql(PLACE)
                        .params(node.instanceId())
                        .query(
                                (row, number) ->
                                        new RepositoryPlace(
                                                row.getLong("database_oid"),
                                                row.getLong("role_oid")))
                        .optional();
        return place.orElse(ELSEWHERE);
    }

    /** Whether the repository is a schema of this database. */
    boolean isIn(long database) {
        return database == databaseOid;
    }

    boolean isOf(StatementKey key) {
        return key.databaseOid() == databaseOid && key.roleOid() == roleOid;
    }
}
