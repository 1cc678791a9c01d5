package org.pgwright.repository.alerts;

import org.pgwright.repository.figures.Window;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Of which instance, and when.
 *
 * @param now by the clock of its primary
 * @param ownNow by our own clock
 */
public record ReadingTime(UUID instance, Instant now, Instant ownNow) {
    /** Rates are of this long, so that one look more or less does not matter. */
    static final Duration SPAN = Duration.ofMinutes(5);

    private static final double NANOS = 1e9;

    /** What was kept late would make the server's clock look slow; so the least counts. */
    private static final String SKEW =
            """
            SELECT extract(epoch FROM min(a.kept_at - a.taken_at))
              FROM activity_sample a
              JOIN node n USING (instance_id, node_id)
             WHERE a.instance_id = :instance
               AND a.kept_at > :now::timestamptz - interval '10 minutes'
               AND a.kept_at <= :now::timestamptz + interval '1 minute'
               AND NOT n.is_standby
               AND n.is_active
            HAVING count(*) > 0
            """;

    /**
     * That of an instance.
     *
     * @param now by our own clock
     */
    public static ReadingTime of(JdbcClient jdbc, UUID instance, Instant now) {
        double skew =
                jdbc.sql(SKEW)
                        .param("instance", instance)
                        .param("now", Moments.at(now))
                        .query(Double.class)
                        .optional()
                        .orElse(0.0);
        return new ReadingTime(instance, now.minusNanos((long) (skew * NANOS)), now);
    }

    /**
     * A statement over a time before now.
     *
     * @param fresh how old the newest look may be
     */
    public JdbcClient.StatementSpec of(JdbcClient jdbc, String sql, Duration span, Duration fresh) {
        return jdbc.sql(sql)
                .param("instance", instance)
                .param("from", Moments.at(now.minus(span)))
                .param("fresh", Moments.at(now.minus(fresh)))
                .param("to", Moments.at(now.plus(Duration.ofMinutes(1))));
    }

    /** The same for what is of our own clock. */
    public ReadingTime own() {
        return new ReadingTime(instance, ownNow, ownNow);
    }

    Window window(Duration span) {
        return new Window(instance, now.minus(span), now);
    }
}
