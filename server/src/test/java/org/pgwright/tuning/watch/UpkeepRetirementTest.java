package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.KeptStatements;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.retirement.RetirementJob;
import org.pgwright.tuning.retirement.RetirementRun;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Retirement takes its turn among what is put in order while collecting. */
final class UpkeepRetirementTest {
    @Test
    void isSeenToEachHour() {
        Instant[] now = {Instant.now().truncatedTo(ChronoUnit.MILLIS)};
        InstantSource clock = () -> now[0];
        try (TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(kept)) {
            Upkeep upkeep =
                    new Upkeep(
                            repository,
                            new Partitions(repository, clock, Retention.DEFAULT),
                            new Ids(clock, new Random()),
                            clock,
                            message -> {});
            upkeep.retire(job(repository, clock));
            Instant first = now[0];

            assertThat(upkeep.run(List.of())).isTrue();
            assertThat(lastStarted(repository)).isEqualTo(first);

            now[0] = first.plus(Duration.ofMinutes(59));
            assertThat(upkeep.run(List.of())).isTrue();
            assertThat(lastStarted(repository)).isEqualTo(first);

            now[0] = first.plus(Duration.ofMinutes(61));
            assertThat(upkeep.run(List.of())).isTrue();
            assertThat(lastStarted(repository)).isEqualTo(now[0]);
        }
    }

    private static RetirementJob job(Repository repository, InstantSource clock) {
        KeptStatements statements = new KeptStatements(where -> repository);
        return new RetirementJob(
                repository,
                new RetirementRun.Tools(
                        new SnapshotRun(
                                TestServers.installations(),
                                TestServers.cache(),
                                statements,
                                "test"),
                        TestServers.installations(),
                        TestServers.cache(),
                        clock),
                UUID::randomUUID,
                () -> false);
    }

    private static Instant lastStarted(Repository repository) {
        return repository
                .jdbc()
                .sql("SELECT last_started FROM job WHERE name = 'retirement'")
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
    }
}
