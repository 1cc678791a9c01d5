package org.pgwright.repository.performance;

import org.pgwright.planner.ExecutedPlan;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the plans of statements, each once by its structure, without literals. Never more than
 * {@value #MOST_OF_A_STATEMENT} of a statement: then the one that was not seen for longest goes.
 */
public final class Plans {
    /** A statement that has so many plans, has new ones each day. */
    static final int MOST_OF_A_STATEMENT = 20;

    /** How exact last_seen is: a plan that is seen each second is not written each second. */
    private static final Duration SEEN_AGAIN = Duration.ofMinutes(5);

    /** Figures of an execution are worth more than estimates, even if they are seen later. */
    private static final String KEEP =
            """
            INSERT INTO plan AS p (instance_id, statement_id, plan_hash, plan, nodes_left_out,
                                   rows_examined, indexes_used, first_seen, last_seen)
            SELECT :instance, :statement, decode(:hash, 'hex'), n.plan, :left_out, :rows,
                   to_jsonb(:indexes::text[]), :seen, :seen
              FROM (SELECT :plan::jsonb AS plan) n
            ON CONFLICT (instance_id, statement_id, plan_hash) DO UPDATE
               SET last_seen = greatest(p.last_seen, excluded.last_seen),
                   first_seen = least(p.first_seen, excluded.first_seen),
                   plan = CASE WHEN p.plan #> '{0,Plan,Actual Loops}' IS NULL
                               THEN excluded.plan ELSE p.plan END,
                   rows_examined = CASE WHEN p.plan #> '{0,Plan,Actual Loops}' IS NULL
                                        THEN excluded.rows_examined ELSE p.rows_examined END
             WHERE p.last_seen < excluded.last_seen - make_interval(secs => :again)
                OR p.first_seen > excluded.first_seen
                OR p.plan #> '{0,Plan,Actual Loops}' IS NULL
                   AND excluded.plan #> '{0,Plan,Actual Loops}' IS NOT NULL
            RETURNING p.xmax = 0 AS is_new
            """;

    private static final String FORGET =
            """
            DELETE FROM plan p
             WHERE p.instance_id = :instance
               AND p.statement_id = :statement
               AND p.plan_hash IN (
                   SELECT o.plan_hash FROM plan o
                    WHERE o.instance_id = :instance
                      AND o.statement_id = :statement
                      AND o.plan_hash <> decode(:hash, 'hex')
                    ORDER BY o.last_seen DESC, o.plan_hash
                   OFFSET :others)
            """;

    /**
     * Keeps a plan that was seen. One that is too long is kept with its first nodes only, and says
     * how many are left out. One that is known is not written again for some minutes, unless there
     * is more to know of it.
     *
     * @param jdbc within a transaction
     * @param seenAt when it was planned or executed, by the server's clock
     * @return the hash of its structure, 32 bytes
     */
    public byte[] keep(
            JdbcClient jdbc, UUID instance, int statementId, ExecutedPlan plan, Instant seenAt) {
        KeptPlan kept = KeptPlan.of(plan);
        Optional<Boolean> isNew =
                jdbc.sql(KEEP)
                        .param("instance", instance)
                        .param("statement", statementId)
                        .param("hash", kept.hash())
                        .param("plan", kept.json())
                        .param("left_out", kept.nodesLeftOut())
                        .param("rows", kept.rowsExamined())
                        .param("indexes", kept.indexes().toArray(String[]::new))
                        .param("seen", seenAt.atOffset(ZoneOffset.UTC))
                        .param("again", SEEN_AGAIN.toSeconds())
                        .query(Boolean.class)
                        .optional();
        if (isNew.orElse(false)) {
            jdbc.sql(FORGET)
                    .param("instance", instance)
                    .param("statement", statementId)
                    .param("hash", kept.hash())
                    .param("others", MOST_OF_A_STATEMENT - 1)
                    .update();
        }
        return HexFormat.of().parseHex(kept.hash());
    }
}
