package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.NodeKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps how collectors did. */
public final class CollectorRuns {
    private static final String INSERT =
            """
            INSERT INTO collector_run (
                instance_id, started_at, node_id, collector, database_name, runs, failures,
                total_time, longest_time, last_failure)
            VALUES (:instance, :from, :node, :collector, :database, :runs, :failures, :total,
                    :longest, :failure)
            ON CONFLICT (instance_id, started_at, node_id, collector, database_name) DO NOTHING
            """;

    /**
     * Which collector.
     *
     * @param databaseName empty for the whole server
     */
    public record Subject(String collector, String databaseName) implements Comparable<Subject> {
        /** For people: {@code relations of shop}. */
        public String shown() {
            return databaseName.isEmpty() ? collector : collector + " of " + databaseName;
        }

        @Override
        public int compareTo(Subject other) {
            int order = collector.compareTo(other.collector);
            return order == 0 ? databaseName.compareTo(other.databaseName) : order;
        }
    }

    /**
     * How one did.
     *
     * @param lastFailure in words; null for none
     */
    public record Runs(
            Subject subject,
            int runs,
            int failures,
            Duration total,
            Duration longest,
            @Nullable String lastFailure) {
        /** Nothing yet. */
        public static Runs none(Subject subject) {
            return new Runs(subject, 0, 0, Duration.ZERO, Duration.ZERO, null);
        }

        /** With those after. */
        public Runs and(Runs later) {
            return new Runs(
                    subject,
                    runs + later.runs,
                    failures + later.failures,
                    total.plus(later.total),
                    longest.compareTo(later.longest) > 0 ? longest : later.longest,
                    later.lastFailure == null ? lastFailure : later.lastFailure);
        }

        /** With one run more. */
        public Runs and(Duration took, @Nullable String failure) {
            return new Runs(
                    subject,
                    runs + 1,
                    failures + (failure == null ? 0 : 1),
                    total.plus(took),
                    longest.compareTo(took) > 0 ? longest : took,
                    failure == null ? lastFailure : failure);
        }
    }

    /**
     * Keeps runs.
     *
     * @param from when counting them began, by our own clock
     */
    public void record(JdbcClient jdbc, NodeKey node, Instant from, List<Runs> runs) {
        for (Runs of : runs) {
            jdbc.sql(INSERT)
                    .param("instance", node.instanceId())
                    .param("from", Times.of(from))
                    .param("node", node.nodeId())
                    .param("collector", of.subject().collector())
                    .param("database", of.subject().databaseName())
                    .param("runs", of.runs())
                    .param("failures", of.failures())
                    .param("total", micros(of.total()))
                    .param("longest", micros(of.longest()))
                    .param("failure", of.lastFailure())
                    .update();
        }
    }

    private static long micros(Duration time) {
        return TimeUnit.NANOSECONDS.toMicros(time.toNanos());
    }
}
