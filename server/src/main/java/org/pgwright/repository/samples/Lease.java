package org.pgwright.repository.samples;

import org.pgwright.observation.NodeKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.UUID;

/**
 * Sees to it that one process at a time collects from a node: of two, each would take the other's
 * looks for a restart of the server.
 */
public final class Lease {
    /** Then others may go on. */
    public static final Duration TIME = Duration.ofSeconds(45);

    /** No renewal before less than this is left. */
    private static final Duration ENOUGH = Duration.ofSeconds(35);

    private static final String HOLDS =
            """
            SELECT count(*)
              FROM collection_lease
             WHERE instance_id = :instance AND node_id = :node AND holder = :holder
               AND held_until > now() + make_interval(secs => :seconds)
            """;

    private static final String IS_HELD =
            """
            SELECT count(*)
              FROM collection_lease
             WHERE instance_id = :instance AND node_id = :node AND holder = :holder
            """;

    private static final String TAKE =
            """
            INSERT INTO collection_lease (instance_id, node_id, holder, held_until)
            VALUES (:instance, :node, :holder, now() + make_interval(secs => :seconds))
            ON CONFLICT (instance_id, node_id) DO UPDATE
            SET holder = excluded.holder,
                held_until = excluded.held_until
            WHERE collection_lease.holder = excluded.holder
               OR collection_lease.held_until < now()
            """;

    private static final String GIVE_UP =
            """
            DELETE FROM collection_lease
             WHERE instance_id = :instance AND node_id = :node AND holder = :holder
            """;

    private final UUID holder;

    /**
     * @param holder this process
     */
    public Lease(UUID holder) {
        this.holder = holder;
    }

    /**
     * Takes or keeps the lease, in a transaction of its own, as all that is kept of the node waits
     * for that.
     *
     * @return false if another process has it
     */
    public boolean take(JdbcClient jdbc, NodeKey node) {
        boolean holds =
                of(jdbc.sql(HOLDS), node)
                                .param("seconds", (double) ENOUGH.toSeconds())
                                .query(Long.class)
                                .single()
                        == 1;
        return holds
                || of(jdbc.sql(TAKE), node).param("seconds", (double) TIME.toSeconds()).update()
                        == 1;
    }

    /** Whether nobody else has taken it meanwhile, for the end of a transaction. */
    public boolean isHeld(JdbcClient jdbc, NodeKey node) {
        return of(jdbc.sql(IS_HELD), node).query(Long.class).single() == 1;
    }

    private JdbcClient.StatementSpec of(JdbcClient.StatementSpec statement, NodeKey node) {
        return statement
                .param("instance", node.instanceId())
                .param("node", node.nodeId())
                .param("holder", holder);
    }

    /** Gives it up, so that another process need not wait. */
    public void giveUp(JdbcClient jdbc, NodeKey node) {
        of(jdbc.sql(GIVE_UP), node).update();
    }
}
