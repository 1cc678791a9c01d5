package org.pgwright.benchmarks.storage;

import org.pgwright.planner.Progress;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/**
 * A repository that has watched a busy database for long: its last days are simulated with the
 * stores of {@code pgwright collect}, those before are copies of the first of them.
 *
 * @param now when it was looked at last
 */
public record FilledRepository(Instant now) {
    /** The name of the database that is watched. */
    public static final String DATABASE = "shop";

    /** One whole day, and so much of the next that hours at the borders are many. */
    private static final Duration SIMULATED = Duration.ofHours(37).plusMinutes(7);

    private static final Duration SESSIONS = Duration.ofHours(1);
    private static final int HOURS_OF_DAY = 24;

    private static final String LAST =
            """
            SELECT max(taken_at) FROM counter_look HAVING count(*) > 0
            """;

    /**
     * What there is, filled if it is empty.
     *
     * @param days before the simulated ones
     */
    public static FilledRepository of(
            Repository repository, int statements, int days, Progress progress) {
        JdbcClient jdbc = repository.jdbc();
        boolean isEmpty = jdbc.sql(LAST).query(OffsetDateTime.class).optional().isEmpty();
        return isEmpty ? fill(repository, statements, days, progress) : of(jdbc);
    }

    private static FilledRepository fill(
            Repository repository, int statements, int days, Progress progress) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(2, ChronoUnit.DAYS);
        Ids ids = new Ids(InstantSource.system(), new Random());
        Simulation simulation =
                new Simulation(repository, ids, Behaviour.IRREGULAR, statements, start);
        simulation.run(SIMULATED, SESSIONS, progress);
        progress.step("Copying " + days + " days", 0, 0);
        Partitions partitions =
                new Partitions(repository, InstantSource.system(), Retention.DEFAULT);
        CopiedDays copies = new CopiedDays(repository, partitions);
        copies.toDaysBefore(start, days);
        copies.sessionsToHoursBefore(start, days * HOURS_OF_DAY);
        JdbcClient jdbc = repository.jdbc();
        jdbc.sql("VACUUM ANALYZE").update();
        return of(jdbc);
    }

    private static FilledRepository of(JdbcClient jdbc) {
        return new FilledRepository(
                jdbc.sql(LAST).query(OffsetDateTime.class).single().toInstant());
    }
}
