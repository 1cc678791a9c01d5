package org.pgwright.repository.proof;

import org.pgwright.proof.Verdict;
import org.pgwright.repository.strategy.KnownStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Keeps what changes did to the real workload (table {@code change_proof}). */
public final class Proofs {
    private static final String KEEP =
            """
            INSERT INTO change_proof (
                instance_id, change_id, judged_at, before_from, before_until, after_from,
                after_until, verdict, reason, figures, is_final)
            VALUES (:instance, :change, :judged, :beforeFrom, :beforeUntil, :afterFrom, :afterUntil,
                    :verdict::change_verdict, :reason, :figures::jsonb, :final)
            ON CONFLICT (instance_id, change_id) DO UPDATE
            SET judged_at = excluded.judged_at,
                before_from = excluded.before_from,
                before_until = excluded.before_until,
                after_from = excluded.after_from,
                after_until = excluded.after_until,
                verdict = excluded.verdict,
                reason = excluded.reason,
                figures = excluded.figures,
                is_final = excluded.is_final
             WHERE NOT change_proof.is_final
            """;

    private static final String OF =
            """
            SELECT p.change_id, p.judged_at, p.before_from, p.before_until, p.after_from,
                   p.after_until, p.verdict::text AS verdict, p.reason, p.figures::text AS figures,
                   p.is_final
              FROM change_proof p
              JOIN index_change c ON c.instance_id = p.instance_id AND c.id = p.change_id
             WHERE p.instance_id = :instance AND c.strategy_id = :strategy
             ORDER BY p.after_from DESC, p.change_id
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Keeps a proof, in place of the one before unless that is final. */
    public void keep(JdbcClient jdbc, UUID instance, ChangeProof proof) {
        jdbc.sql(KEEP)
                .param("instance", instance)
                .param("change", proof.changeId())
                .param("judged", at(proof.judgedAt()))
                .param("beforeFrom", at(proof.times().beforeFrom()))
                .param("beforeUntil", at(proof.times().beforeUntil()))
                .param("afterFrom", at(proof.times().afterFrom()))
                .param("afterUntil", at(proof.times().afterUntil()))
                .param("verdict", proof.verdict().label())
                .param("reason", proof.reason())
                .param("figures", MAPPER.writeValueAsString(proof.figures()))
                .param("final", proof.isFinal())
                .update();
    }

    /** Those of the changes of a strategy, the last one first. */
    public List<ChangeProof> of(JdbcClient jdbc, KnownStrategy strategy) {
        return jdbc.sql(OF)
                .param("instance", strategy.scope().instanceId())
                .param("strategy", strategy.id())
                .query((row, number) -> proof(row, "reason"))
                .list();
    }

    /**
     * The one in a row of a query.
     *
     * @param reason the name of the column that has its reason
     */
    static ChangeProof proof(ResultSet row, String reason) throws SQLException {
        return new ChangeProof(
                row.getObject("change_id", UUID.class),
                time(row, "judged_at"),
                new ChangeProof.Times(
                        time(row, "before_from"),
                        time(row, "before_until"),
                        time(row, "after_from"),
                        time(row, "after_until")),
                Verdict.of(row.getString("verdict")),
                row.getString(reason),
                MAPPER.readValue(row.getString("figures"), ProofFigures.class),
                row.getBoolean("is_final"));
    }

    private static Object at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
