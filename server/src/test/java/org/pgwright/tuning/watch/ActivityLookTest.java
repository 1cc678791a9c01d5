package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.observation.Session;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.Lease;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Looks that the repository has not taken yet. */
final class ActivityLookTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<String> messages = new ArrayList<>();
    private TestDatabase kept;
    private Repository repository;
    private ActivityLook look;

    @BeforeEach
    void open() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        InstantSource clock = InstantSource.fixed(NOON);
        Ids ids = new Ids(clock, new Random());
        RegisteredNode node =
                new Instances(repository, clock, ids)
                        .register(
                                ServerSeen.of(
                                        ConnectionSettings.to("db", 5432, "u", "shop", null),
                                        "u",
                                        new ServerIdentity(1, "18.1", NOON, false, 8192)),
                                null);
        look =
                new ActivityLook(
                        new Keeper(
                                repository,
                                new Partitions(repository, clock, Retention.DEFAULT),
                                new Lease(ids.next())),
                        new NodeKey(node.instanceId(), node.nodeId()),
                        messages::add);
    }

    @AfterEach
    void close() {
        repository.close();
        kept.close();
    }

    @Test
    void keepsTheNewestTenMinutesAndSaysWhatWasGivenUp() {
        for (int second = 0; second < 700; second++) {
            look.add(activity(second, "SELECT 1"));
        }
        assertThat(look.waiting()).isEqualTo(600);
        assertThat(messages).singleElement().asString().contains("the oldest first");

        look.keep();

        assertThat(look.waiting()).isZero();
        assertThat(messages)
                .last()
                .isEqualTo("100 looks at sessions were given up while the repository was away");
        assertThat(
                        repository
                                .jdbc()
                                .sql(
                                        "SELECT concat_ws(' ', count(*), min(taken_at)) FROM"
                                                + " activity_sample")
                                .query(String.class)
                                .single())
                .isEqualTo("600 2026-03-01 12:01:40+00");
    }

    @Test
    void boundsTheMemoryThatLongStatementsTake() {
        for (int second = 0; second < 40; second++) {
            look.add(activity(second, "x".repeat(1_000_000)));
        }

        assertThat(look.waiting()).isEqualTo(15);
    }

    @Test
    void leavesIdleSessionsOut() {
        Session idle = session("idle", "y".repeat(1_000_000));
        for (int second = 0; second < 40; second++) {
            look.add(new Activity(NOON.plusSeconds(second), 1, 100, List.of(idle)));
        }

        assertThat(look.waiting()).isEqualTo(40);
    }

    private static Activity activity(int second, String text) {
        return new Activity(NOON.plusSeconds(second), 5, 100, List.of(session("active", text)));
    }

    private static Session session(String state, String text) {
        return new Session(
                4711,
                "client backend",
                state,
                new Session.Wait("", ""),
                new Session.Client("shop", "app", "", ""),
                1,
                text,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                List.of());
    }
}
