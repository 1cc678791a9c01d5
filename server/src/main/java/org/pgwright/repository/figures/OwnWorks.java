package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Says what pgwright itself does. */
final class OwnWorks {
    private static final double MICROS = 1_000;

    private static final String OVERHEAD =
            """
            SELECT coalesce(sum(c.calls) FILTER (WHERE s.is_ours), 0)::bigint AS calls,
                   coalesce(sum(coalesce(c.execution_time, 0) + coalesce(c.planning_time, 0))
                            FILTER (WHERE s.is_ours), 0)::bigint AS ours,
                   coalesce(sum(coalesce(c.execution_time, 0) + coalesce(c.planning_time, 0)), 0)
                     ::bigint AS all_of_it
              FROM statement_counted_in(:instance, :from, :to) c
              JOIN statement_source s USING (instance_id, source_id)
            """;

    private static final String JOBS =
            """
            SELECT name, last_started, last_ended, last_failure FROM job ORDER BY name
            """;

    OwnWork read(JdbcClient jdbc, Window window) {
        List<OwnWork.Job> jobs = jdbc.sql(JOBS).query((row, number) -> job(row)).list();
        return jdbc.sql(OVERHEAD)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .query((row, number) -> work(row, jobs))
                .single();
    }

    private static OwnWork work(ResultSet row, List<OwnWork.Job> jobs) throws SQLException {
        long ours = row.getLong("ours");
        long all = row.getLong("all_of_it");
        return new OwnWork(
                row.getLong("calls"), ours / MICROS, all == 0 ? null : (double) ours / all, jobs);
    }

    private static OwnWork.Job job(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("last_ended", OffsetDateTime.class);
        return new OwnWork.Job(
                row.getString("name"),
                row.getObject("last_started", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString("last_failure"));
    }
}
