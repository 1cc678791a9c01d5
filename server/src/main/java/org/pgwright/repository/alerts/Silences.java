package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who wants to be left alone, and until when. */
public final class Silences {
    private static final String STANDING =
            """
            SELECT s.id, s.instance_id, s.metric_type::text AS metric, s.subject, s.until,
                   u.name AS who, s.comment
              FROM alert_silence s
              JOIN app_user u ON u.id = s.created_by
             WHERE s.until > :now AND s.ended_at IS NULL
             ORDER BY s.until, s.id
            """;

    private static final String ADD =
            """
            INSERT INTO alert_silence (
                id, instance_id, metric_type, subject, until, created_by, created_at, comment)
            VALUES (:id, :instance, :metric::metric_type, :subject, :until, :user, :at, :comment)
            """;

    private static final String END =
            """
            UPDATE alert_silence SET ended_at = :at
             WHERE id = :id AND ended_at IS NULL AND until > :at
            """;

    /** Those that hold now. */
    public List<Silence> standing(JdbcClient jdbc, Instant now) {
        return jdbc.sql(STANDING)
                .param("now", Moments.at(now))
                .query((row, number) -> silence(row))
                .list();
    }

    /** Adds one; its {@code by} and {@code comment} are those of the saying. */
    public void add(JdbcClient jdbc, Silence silence, Saying saying) {
        Metric metric = silence.metric();
        jdbc.sql(ADD)
                .param("id", silence.id())
                .param("instance", silence.instanceId())
                .param("metric", metric == null ? null : metric.label())
                .param("subject", silence.subject())
                .param("until", Moments.at(silence.until()))
                .param("user", saying.actor().userId())
                .param("at", Moments.at(saying.at()))
                .param("comment", saying.comment())
                .update();
    }

    /** Ends one early; false if it is over already. */
    public boolean end(JdbcClient jdbc, UUID silence, Instant now) {
        return jdbc.sql(END).param("id", silence).param("at", Moments.at(now)).update() == 1;
    }

    private static Silence silence(ResultSet row) throws SQLException {
        @Nullable String metric = row.getString("metric");
        return new Silence(
                row.getObject("id", UUID.class),
                row.getObject("instance_id", UUID.class),
                metric == null ? null : Metric.of(metric).orElseThrow(),
                row.getString("subject"),
                Moments.of(row, "until"),
                row.getString("who"),
                row.getString("comment"));
    }
}
