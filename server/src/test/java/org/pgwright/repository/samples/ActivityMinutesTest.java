package org.pgwright.repository.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.Session;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

final class ActivityMinutesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ActivityStore store = new ActivityStore();
    private final ActivityMinutes minutes = new ActivityMinutes();
    private final NodeKey node = new NodeKey(UUID.randomUUID(), 1);
    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute(
                "CREATE TABLE activity_sample_all PARTITION OF activity_sample DEFAULT",
                "CREATE TABLE activity_minute_all PARTITION OF activity_minute DEFAULT",
                "INSERT INTO instance (instance_id, system_identifier, name, created_by) SELECT '"
                        + node.instanceId()
                        + "', 1, 'shop', id FROM app_user");
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    @Test
    void addsEachSampleOnceWheneverItCame() {
        keep(NOON, "active", "active");
        keep(NOON.plusSeconds(1), "active");
        keep(NOON.plusSeconds(2));
        keep(NOON.plusSeconds(60), "idle in transaction");
        sum();
        keep(NOON.plusSeconds(3), "active");
        sum();
        sum();

        assertThat(
                        repository
                                .jdbc()
                                .sql(
                                        """
                                        SELECT concat_ws(' ', to_char(minute, 'HH24:MI'), state,
                                                         sum(seen), sum(samples))
                                          FROM activity_minute
                                         GROUP BY minute, state
                                         ORDER BY minute, state
                                        """)
                                .query(String.class)
                                .list())
                .containsExactly(
                        "12:00  0 4",
                        "12:00 active 4 0",
                        "12:01  0 1",
                        "12:01 idle in transaction 1 0");
    }

    @Test
    void leavesSamplesThatMayStillBeOnTheirWay() {
        keep(NOON, "active");

        assertThat(sumNow()).isZero();
    }

    private void keep(Instant at, String... states) {
        List<Session> sessions =
                Arrays.stream(states)
                        .map(
                                state ->
                                        new Session(
                                                7,
                                                "client backend",
                                                state,
                                                new Session.Wait("", ""),
                                                new Session.Client("shop", "app", "", ""),
                                                0,
                                                "select $1",
                                                null,
                                                Duration.ofMillis(5),
                                                List.of()))
                        .toList();
        repository.inTransaction(
                jdbc -> {
                    store.record(jdbc, node, new Activity(at, 9, 100, sessions));
                    return null;
                });
    }

    /** As two minutes later. */
    private void sum() {
        database.execute(
                "UPDATE activity_sample SET kept_at = coalesce((SELECT until + interval '1ms' FROM"
                        + " activity_summed), now() - interval '1 h') WHERE kept_at > now() - interval"
                        + " '1 minute'");
        database.execute("UPDATE activity_summed SET until = until - interval '1 us'");
        sumNow();
    }

    private int sumNow() {
        return repository.inTransaction(jdbc -> minutes.sum(jdbc, node.instanceId()));
    }
}
