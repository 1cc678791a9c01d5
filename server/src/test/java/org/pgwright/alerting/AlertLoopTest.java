package org.pgwright.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.alerting.channel.Senders;
import org.pgwright.alerting.channel.Told;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.Channels;
import org.pgwright.repository.alerts.Route;
import org.pgwright.repository.alerts.StoredChannel;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.testing.Awaiting;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Alerts as they go on by themselves, over failures and restarts. */
final class AlertLoopTest {
    private static final AlertLoop.Pace FAST =
            new AlertLoop.Pace(Duration.ofMillis(20), Duration.ofMillis(20));

    private final Told told = new Told();
    private final Senders senders = new Senders(Duration.ofSeconds(10));
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final Ids ids = new Ids(clock, new Random(1));
    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute(
                "CREATE TABLE activity_sample_all PARTITION OF activity_sample DEFAULT",
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id FROM app_user
                """,
                """
                INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                SELECT instance_id, 'db1:5432', 'pgwright', '{}', false, '18.1', now()
                  FROM instance
                """,
                """
                INSERT INTO performance_threshold (
                    id, instance_id, metric_type, warning_threshold, critical_threshold,
                    threshold_unit, created_by)
                SELECT gen_random_uuid(), instance_id, 'connections', 80, 95, 'percent', created_by
                  FROM instance
                """);
        repository.inTransaction(
                jdbc -> {
                    StoredChannel channel =
                            new StoredChannel(
                                    ids.next(),
                                    ChannelKind.WEBHOOK,
                                    "ops",
                                    Map.of("url", told.url("/hook").toString()),
                                    null,
                                    true);
                    new Channels().add(jdbc, channel, Optional.empty(), Actor.LOCAL, now);
                    new Channels()
                            .route(
                                    jdbc,
                                    new Route(ids.next(), channel.id(), null, AlertState.WARNING));
                    return null;
                });
    }

    @AfterEach
    void closeIt() {
        senders.close();
        told.close();
        repository.close();
        database.close();
    }

    /** A look that finds that share of connections, a minute later. */
    private void look(int share) {
        Instant next = now.plus(Duration.ofMinutes(1));
        database.execute(
                """
                INSERT INTO activity_sample
                SELECT n.instance_id, n.node_id, '%1$s', %2$d, 100, '{}', '{}', '{}', '{}', '{}',
                       '{}', '{}', '{}', '{}', '{}', '{}', '%1$s'
                  FROM node n
                """
                        .formatted(next, share));
        now = next;
    }

    private AlertLoop loop() {
        return AlertLoop.start(
                new AlertCycle(repository, clock, ids::next), sender(), FAST, messages::add);
    }

    private OutboxSender sender() {
        Teller teller =
                new Teller(repository, senders, ChannelSecret.of(Map.of(), repository.location()));
        return new OutboxSender(
                ids.next(), new OutboxSender.Tools(teller, clock, new Random(1), messages::add));
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        for (Told.Request request : told.requests()) {
            JsonMapper.shared()
                    .readTree(request.body())
                    .path("events")
                    .forEach(event -> events.add(event.path("event").asString()));
        }
        return events;
    }

    private long rows(String condition) {
        return repository
                .jdbc()
                .sql("SELECT count(*) FROM notification_outbox WHERE " + condition)
                .query(Long.class)
                .single();
    }

    @Test
    void losesNothingOverRestartsAndSendsNothingTwice() {
        try (AlertLoop _ = loop()) {
            look(90);
            Awaiting.until(() -> rows("sent_at IS NOT NULL") == 1);
        }
        told.answering(503);
        try (AlertLoop _ = loop()) {
            look(99);
            Awaiting.until(() -> rows("last_error IS NOT NULL") == 1);
        }
        told.answering(200);
        int failed = told.requests().size();
        repository.close();
        repository = Repositories.on(database);
        try (AlertLoop _ = loop()) {
            look(10);
            Awaiting.until(() -> rows("sent_at IS NOT NULL") == 3);
        }
        assertThat(failed).isEqualTo(2);
        assertThat(events()).containsExactly("fired", "escalated", "escalated", "resolved");
        assertThat(messages).isEmpty();
    }

    @Test
    void sendsAgainWhatWasBrokenOffInTheMiddle() {
        told.silent();
        AlertLoop loop = loop();
        look(90);
        Awaiting.until(() -> !told.requests().isEmpty());
        long begin = System.nanoTime();
        loop.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        assertThat(rows("sent_at IS NULL AND claimed_by IS NULL")).isEqualTo(1);
        told.speaking();
        now = now.plus(Duration.ofMinutes(1));
        try (AlertLoop _ = loop()) {
            Awaiting.until(() -> rows("sent_at IS NOT NULL") == 1);
        }
        assertThat(told.requests()).hasSize(2);
        assertThat(told.requests().getFirst().header("Idempotency-key"))
                .isEqualTo(told.requests().getLast().header("Idempotency-key"));
    }

    @Test
    void goesOnAfterFailuresAndTellsEachOnce() {
        AtomicInteger runs = new AtomicInteger();
        Runnable failing =
                () -> {
                    int run = runs.getAndIncrement();
                    if (run % 2 == 0) {
                        throw new PgwrightException(
                                ErrorCode.USAGE, "the disk is full", "make room");
                    }
                    throw new IllegalStateException("row of Ann Smith");
                };
        try (AlertLoop _ = AlertLoop.start(failing, sender(), FAST, messages::add)) {
            Awaiting.until(() -> runs.get() > 10);
        }
        assertThat(messages)
                .hasSize(2)
                .noneMatch(message -> message.contains("Ann"))
                .anyMatch(message -> message.startsWith("comparing thresholds: the disk is full"))
                .anyMatch(message -> message.contains("unexpected IllegalStateException"));
    }
}
