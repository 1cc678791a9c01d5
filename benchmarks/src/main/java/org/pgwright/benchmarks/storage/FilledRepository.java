package org.pgwright.benchmarks.storage;

import org.pgwright.benchmarks.collect.Kept;
import org.pgwright.observation.CounterKind;
import org.pgwright.planner.Progress;
import org.pgwright.repository.Ids;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.Work;
import org.pgwright.repository.samples.DayRollUp;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

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

    private static final String INSTANCE =
            """
            SELECT instance_id FROM instance
            """;

    /**
     * What there is, filled if it is empty.
     *
     * @param days before the simulated ones
     */
    public static FilledRepository of(Kept kept, int statements, int days, Progress progress)
            throws SQLException {
        Repository repository = kept.repository();
        JdbcClient jdbc = repository.jdbc();
        boolean isEmpty = jdbc.sql(LAST).query(OffsetDateTime.class).optional().isEmpty();
        if (isEmpty) {
            fill(repository, statements, days, progress);
        }
        sumDays(repository);
        // Which takes longer than the repository's own connections may.
        try (Connection connection = kept.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
        return of(jdbc);
    }

    private static void fill(Repository repository, int statements, int days, Progress progress) {
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
    }

    /** As the job of {@code pgwright collect} does. */
    private static void sumDays(Repository repository) {
        Partitions partitions =
                new Partitions(repository, InstantSource.system(), Retention.DEFAULT);
        DayRollUp rollUp = new DayRollUp();
        UUID instance = repository.jdbc().sql(INSTANCE).query(UUID.class).single();
        for (CounterKind kind : CounterKind.values()) {
            while (sumDay(repository, partitions, rollUp, instance, kind)) {
                // One day after the other.
            }
        }
    }

    private static boolean sumDay(
            Repository repository,
            Partitions partitions,
            DayRollUp rollUp,
            UUID instance,
            CounterKind kind) {
        Optional<Instant> due =
                repository.inTransaction(Work.READ, jdbc -> rollUp.due(jdbc, instance, kind));
        due.ifPresent(
                day -> {
                    partitions.ensure(PartitionedTable.valueOf(kind.name() + "_DAY"), day);
                    repository.inTransaction(
                            Work.MAINTENANCE, jdbc -> rollUp.sum(jdbc, instance, kind, day));
                });
        return due.isPresent();
    }

    private static FilledRepository of(JdbcClient jdbc) {
        return new FilledRepository(
                jdbc.sql(LAST).query(OffsetDateTime.class).single().toInstant());
    }
}
