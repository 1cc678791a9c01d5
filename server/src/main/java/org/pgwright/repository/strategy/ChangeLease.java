package org.pgwright.repository.strategy;

import org.pgwright.repository.Repository;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.UUID;

/**
 * Sees to it that one process at a time changes indexes of an instance, by the repository's clock.
 *
 * <p>A process that was killed holds it for up to {@link #TIME}.
 */
public final class ChangeLease {
    /** Then others may go on. */
    public static final Duration TIME = Duration.ofSeconds(30);

    /** How often a holder has to renew it. */
    public static final Duration RENEWAL = Duration.ofSeconds(10);

    private static final String TAKE =
            """
            INSERT INTO change_lease (instance_id, holder, held_until)
            VALUES (:instance, :holder, now() + make_interval(secs => :seconds))
            ON CONFLICT (instance_id) DO UPDATE
            SET holder = excluded.holder,
                held_until = excluded.held_until
            WHERE change_lease.holder = excluded.holder
               OR change_lease.held_until < now()
            """;

    private static final String HELD =
            """
            SELECT EXISTS (
                SELECT FROM change_lease
                 WHERE instance_id = :instance AND held_until >= now())
            """;

    private static final String GIVE_UP =
            """
            DELETE FROM change_lease WHERE instance_id = :instance AND holder = :holder
            """;

    private final Repository repository;
    private final UUID holder;

    /**
     * @param holder this process
     */
    public ChangeLease(Repository repository, UUID holder) {
        this.repository = repository;
        this.holder = holder;
    }

    /** This process. */
    public UUID holder() {
        return holder;
    }

    /**
     * Takes or renews it.
     *
     * @return false if another process has it
     * @throws org.pgwright.error.PgwrightException if the repository fails
     */
    public boolean take(UUID instance) {
        return repository.inTransaction(
                jdbc ->
                        of(jdbc.sql(TAKE), instance)
                                        .param("seconds", (double) TIME.toSeconds())
                                        .update()
                                == 1);
    }

    /** Whether a process has it, or had it until it was killed a moment ago. */
    public static boolean isHeld(Repository repository, UUID instance) {
        return repository.inTransaction(
                jdbc -> jdbc.sql(HELD).param("instance", instance).query(Boolean.class).single());
    }

    /** Gives it up, so that another process need not wait. */
    public void giveUp(UUID instance) {
        repository.inTransaction(jdbc -> of(jdbc.sql(GIVE_UP), instance).update());
    }

    /**
     * Ends whoever's it is: for a repository of which the caller knows that no other process uses
     * it, so that the holder has ended.
     */
    public static void endAny(Repository repository, UUID instance) {
        repository.inTransaction(
                jdbc ->
                        jdbc.sql("DELETE FROM change_lease WHERE instance_id = ?")
                                .params(instance)
                                .update());
    }

    private JdbcClient.StatementSpec of(JdbcClient.StatementSpec sql, UUID instance) {
        return sql.param("instance", instance).param("holder", holder);
    }
}
