package org.pgwright.repository.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.Session;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events from looks whose every detail is known. */
final class SessionEventsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ActivityStore store = new ActivityStore();
    private final SessionEvents events = new SessionEvents(EventThresholds.DEFAULT);
    private final NodeKey node = new NodeKey(UUID.randomUUID(), 1);
    private TestDatabase database;
    private Repository repository;
    private int kept;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute(
                "CREATE TABLE activity_sample_all PARTITION OF activity_sample DEFAULT",
                "CREATE TABLE session_event_all PARTITION OF session_event DEFAULT",
                "INSERT INTO instance (instance_id, system_identifier, name, created_by) SELECT '"
                        + node.instanceId()
                        + "', 1, 'shop', id FROM app_user");
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    /** All looks at once, or worked up after every few of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void findsTheSameWhateverPartsTheLooksComeIn(int part) {
        for (int second = 0; second <= 10; second++) {
            Instant at = NOON.plusSeconds(second);
            keep(
                    at,
                    holder(10, at, NOON.minusSeconds(295)),
                    second >= 2 && second <= 6 ? waiter(11, at, NOON, 10) : working(11, at, NOON),
                    second >= 3 && second <= 6 ? waiter(12, at, NOON, 11) : working(12, at, at),
                    // One look only.
                    second == 4 ? waiter(13, at, NOON, 10) : working(13, at, at));
            if (second % part == 0) {
                find();
            }
        }
        find();
        find();

        assertThat(all())
                .containsExactly(
                        "lock_wait 11 12:00:02 12:00:06 12:00:07 4000 5 f 10:5",
                        "lock_wait 12 12:00:03 12:00:06 12:00:07 3000 4 f 11:4w 10:4",
                        "long_transaction 10 11:55:05 12:00:10 - 305000 6 f ");
    }

    @Test
    void tellsWaitsOfTheSameProcessApart() {
        keep(NOON, waiter(11, NOON, NOON.minusMillis(300), 10));
        keep(NOON.plusSeconds(1), waiter(11, NOON.plusSeconds(1), NOON.minusMillis(300), 10));
        // The next query of the process, or another session that got its number.
        Instant next = NOON.plusMillis(1_500);
        keep(NOON.plusSeconds(2), waiter(11, NOON.plusSeconds(2), next, 10));
        keep(NOON.plusSeconds(3), waiter(11, NOON.plusSeconds(3), next, 10));
        find();

        assertThat(all())
                .containsExactly(
                        "lock_wait 11 12:00:00 12:00:01 12:00:02 1000 2 f 10:2",
                        "lock_wait 11 12:00:02 12:00:03 - 1000 2 f 10:2");
    }

    @Test
    void goesOnOverLooksThatAreMissingAndSaysSo() {
        for (int second : new int[] {0, 1, 4, 5, 60, 61}) {
            Instant at = NOON.plusSeconds(second);
            keep(at, waiter(11, at, NOON, 10));
            find();
        }
        keep(NOON.plusSeconds(62));
        find();

        assertThat(all()).containsExactly("lock_wait 11 12:00:00 12:01:01 12:01:02 61000 6 t 10:6");
    }

    @Test
    void saysThatTheEndWasNotSeen() {
        keep(NOON, waiter(11, NOON, NOON, 10));
        keep(NOON.plusSeconds(1), waiter(11, NOON.plusSeconds(1), NOON, 10));
        find();
        keep(NOON.plusSeconds(3_600));
        find();

        assertThat(all()).containsExactly("lock_wait 11 12:00:00 12:00:01 13:00:00 1000 2 t 10:2");
    }

    @Test
    void hasNoLengthsBelowNothingWhenTheClockIsSetBack() {
        Instant began = NOON.minusSeconds(400);
        keep(NOON, holder(10, NOON, began), waiter(11, NOON, NOON, 10));
        Instant next = NOON.plusSeconds(1);
        keep(next, holder(10, next, began), waiter(11, next, NOON, 10));
        Instant back = NOON.minusSeconds(3_600);
        keep(back, holder(10, back, began), waiter(11, back, NOON, 10));
        find();
        keep(back.plusSeconds(1));
        find();

        assertThat(all())
                .containsExactly(
                        "lock_wait 11 12:00:00 12:00:01 12:00:01 1000 3 t 10:3",
                        "long_transaction 10 11:53:20 12:00:01 12:00:01 401000 3 t ");
    }

    @Test
    void keepsTransactionsWhoseClientsDoNothing() {
        Instant idleSince = NOON.minusSeconds(58);
        for (int second = 0; second < 4; second++) {
            Instant at = NOON.plusSeconds(second);
            keep(
                    at,
                    session(7, "idle in transaction", "", at, NOON.minusSeconds(90), idleSince),
                    session(8, "idle in transaction (aborted)", "", at, idleSince, idleSince),
                    // The server's own, and a parallel worker.
                    own(9, at),
                    session(6, "active", "", at, null, NOON.minusSeconds(900)));
        }
        find();

        assertThat(all())
                .containsExactly(
                        "idle_in_transaction 7 11:59:02 12:00:03 - 61000 2 f ",
                        "idle_in_transaction 8 11:59:02 12:00:03 - 61000 2 f ");
    }

    @Test
    void takesLooksAgainWhoseEventsWereNotKept() {
        keep(NOON, waiter(11, NOON, NOON, 10));
        keep(NOON.plusSeconds(1), waiter(11, NOON.plusSeconds(1), NOON, 10));
        assertThatThrownBy(
                        () ->
                                repository.inTransaction(
                                        jdbc -> {
                                            events.find(jdbc, node.instanceId());
                                            throw new IllegalStateException("killed");
                                        }))
                .hasMessage("killed");
        assertThat(all()).isEmpty();
        find();

        assertThat(all()).containsExactly("lock_wait 11 12:00:00 12:00:01 - 1000 2 f 10:2");
    }

    @Test
    void knowsWhoWasWaitedForThoughItIsIdleOrPrepared() {
        for (int second = 0; second < 2; second++) {
            Instant at = NOON.plusSeconds(second);
            keep(at, waiter(11, at, NOON, 0), waiter(12, at, NOON, 99));
        }
        find();

        assertThat(all())
                .containsExactly(
                        "lock_wait 11 12:00:00 12:00:01 - 1000 2 f 0:2",
                        "lock_wait 12 12:00:00 12:00:01 - 1000 2 f 99:2");
    }

    @Test
    void leavesLooksThatMayStillBeOnTheirWay() {
        keep(NOON, waiter(11, NOON, NOON, 10));
        keep(NOON.plusSeconds(1), waiter(11, NOON.plusSeconds(1), NOON, 10));
        database.execute("UPDATE activity_sample SET kept_at = now()");
        find();

        assertThat(all()).isEmpty();
    }

    private static Session holder(int pid, Instant at, Instant began) {
        return session(pid, "active", "", at, began, began);
    }

    private static Session working(int pid, Instant at, Instant began) {
        return session(pid, "active", "", at, began, began);
    }

    private static Session waiter(int pid, Instant at, Instant began, int blocker) {
        return session(pid, "active", "Lock", at, began, began, blocker);
    }

    private static Session own(int pid, Instant at) {
        return new Session(
                pid,
                "autovacuum worker",
                "active",
                new Session.Wait("", ""),
                new Session.Client("shop", "", "", ""),
                0,
                "autovacuum: vacuum orders",
                Duration.between(NOON.minusSeconds(900), at),
                Duration.between(NOON.minusSeconds(900), at),
                List.of());
    }

    private static Session session(
            int pid,
            String state,
            String waitType,
            Instant at,
            @Nullable Instant transactionBegan,
            Instant queryBegan,
            Integer... blockers) {
        return new Session(
                pid,
                "client backend",
                state,
                new Session.Wait(waitType, waitType.isEmpty() ? "" : "transactionid"),
                new Session.Client("shop", "app", "web", ""),
                0,
                "update t set a = $1",
                transactionBegan == null ? null : Duration.between(transactionBegan, at),
                Duration.between(queryBegan, at),
                List.of(blockers));
    }

    private void keep(Instant at, Session... sessions) {
        repository.inTransaction(
                jdbc -> {
                    store.record(jdbc, node, new Activity(at, 9, 100, List.of(sessions)));
                    return null;
                });
        // As if kept hours ago, one after the other.
        database.execute(
                "UPDATE activity_sample SET kept_at = '2026-03-02 00:00Z'::timestamptz + "
                        + ++kept
                        + " * interval '1 s' WHERE kept_at > now() - interval '1 h'");
    }

    private void find() {
        while (repository.inTransaction(jdbc -> events.find(jdbc, node.instanceId()))) {
            // Part by part.
        }
        database.execute(
                "UPDATE activity_summed SET until = '2026-03-02 00:00Z'::timestamptz + "
                        + kept
                        + " * interval '1 s'");
    }

    private List<String> all() {
        return repository
                .jdbc()
                .sql(
                        """
                        SELECT concat_ws(' ', kind, pid,
                               to_char(began_at AT TIME ZONE 'UTC', 'HH24:MI:SS'),
                               to_char(last_seen_at AT TIME ZONE 'UTC', 'HH24:MI:SS'),
                               coalesce(to_char(ended_at AT TIME ZONE 'UTC', 'HH24:MI:SS'), '-'),
                               lasted_millis, looks, is_partly_seen,
                               (SELECT coalesce(string_agg(concat(b ->> 'pid', ':', b ->> 'looks',
                                         CASE WHEN (b ->> 'waiting')::boolean THEN 'w' END), ' '
                                         ORDER BY o), '')
                                  FROM jsonb_array_elements(blockers) WITH ORDINALITY AS e (b, o)))
                          FROM session_event
                         ORDER BY kind::text, pid, first_seen_at
                        """)
                .query(String.class)
                .list();
    }
}
