package org.pgwright.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.alerting.channel.Senders;
import org.pgwright.alerting.channel.Told;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Alerts;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.Channels;
import org.pgwright.repository.alerts.Outbox;
import org.pgwright.repository.alerts.Route;
import org.pgwright.repository.alerts.Saying;
import org.pgwright.repository.alerts.Silence;
import org.pgwright.repository.alerts.StoredChannel;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.testing.Awaiting;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** From what was measured to who was told, in a real repository and with a server that is told. */
final class AlertCycleTest {
    private static final UUID INSTANCE = UUID.fromString("10000000-0000-7000-8000-000000000001");
    private static final String SECRET = "hush-4711";

    private final Told told = new Told();
    private final Senders senders = new Senders(Duration.ofSeconds(10));
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final Ids ids = new Ids(clock, new Random(1));
    private TestDatabase database;
    private Repository repository;
    private AlertCycle cycle;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        cycle = new AlertCycle(repository, clock, ids::next);
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
                    threshold_unit, alert_configuration, created_by)
                SELECT gen_random_uuid(), i.instance_id, m.metric::metric_type, 80, 95,
                       m.unit::threshold_unit, '{"for": "PT0S"}', i.created_by
                  FROM instance i, (VALUES ('connections', 'percent'),
                                           ('idle_in_transaction', 'seconds')) AS m (metric, unit)
                """);
        repository.inTransaction(
                jdbc -> {
                    add(jdbc, ChannelKind.WEBHOOK, "ops", told, AlertState.WARNING);
                    return null;
                });
    }

    private UUID add(
            JdbcClient jdbc, ChannelKind kind, String name, Told where, AlertState severity) {
        StoredChannel channel =
                new StoredChannel(
                        ids.next(),
                        kind,
                        name,
                        Map.of("url", where.url("/hook").toString()),
                        "env:HOOK",
                        true);
        new Channels().add(jdbc, channel, Optional.empty(), Actor.LOCAL, now);
        new Channels().route(jdbc, new Route(ids.next(), channel.id(), null, severity));
        return channel.id();
    }

    private UUID add(ChannelKind kind, String name, Told where, AlertState severity) {
        return repository.inTransaction(jdbc -> add(jdbc, kind, name, where, severity));
    }

    @AfterEach
    void closeIt() {
        senders.close();
        told.close();
        repository.close();
        database.close();
    }

    /** A look that finds that share of connections, and a session idle for so many seconds. */
    private void evaluate(int share, int idle) {
        now = now.plus(Duration.ofMinutes(1));
        look(share, idle);
        cycle.run();
    }

    private void look(int share, int idle) {
        repository
                .jdbc()
                .sql(
                        """
                        INSERT INTO activity_sample
                        SELECT n.instance_id, n.node_id, :at::timestamptz, :share, 100, '{1}',
                               '{idle in transaction}', '{""}', '{""}', '{shop}', '{app}', '{web}',
                               '{0}', ARRAY[:idle * 1000]::bigint[], ARRAY[:idle * 1000]::bigint[],
                               '{""}', :at::timestamptz
                          FROM node n
                        """)
                .param("at", now.toString())
                .param("share", share)
                .param("idle", idle)
                .update();
    }

    private OutboxSender sender() {
        Teller teller =
                new Teller(
                        repository,
                        senders,
                        ChannelSecret.of(Map.of("HOOK", SECRET), repository.location()));
        return new OutboxSender(
                ids.next(), new OutboxSender.Tools(teller, clock, new Random(1), messages::add));
    }

    private List<String> toldEvents() {
        return events(told);
    }

    private static List<String> events(Told who) {
        List<String> events = new ArrayList<>();
        for (Told.Request request : who.requests()) {
            JsonMapper.shared()
                    .readTree(request.body())
                    .path("events")
                    .forEach(
                            event ->
                                    events.add(
                                            event.path("event").asString()
                                                    + " "
                                                    + event.path("metric").asString()));
        }
        return events;
    }

    private Alert alert() {
        return repository.inTransaction(
                jdbc -> new Alerts().open(jdbc, INSTANCE).stream().findFirst().orElseThrow());
    }

    private String stored(String column) {
        return repository
                .jdbc()
                .sql("SELECT concat(%s) FROM notification_outbox".formatted(column))
                .query(String.class)
                .single();
    }

    private Saying saying(String comment) {
        return new Saying(Actor.LOCAL, now, comment);
    }

    @Test
    void tellsOnceOfWhatGoesOn() {
        evaluate(90, 0);
        sender().run();
        evaluate(91, 0);
        sender().run();
        assertThat(toldEvents()).containsExactly("fired connections");
        assertThat(alert().sight().count()).isEqualTo(2);
        evaluate(99, 0);
        sender().run();
        evaluate(20, 0);
        sender().run();
        assertThat(toldEvents())
                .containsExactly(
                        "fired connections", "escalated connections", "resolved connections");
        assertThat(stored("count(*) FILTER (WHERE sent_at IS NOT NULL)")).isEqualTo("3");
    }

    @Test
    void tellsOfAllThatHappenedAtOnceInOne() {
        evaluate(90, 500);
        sender().run();
        assertThat(told.requests()).hasSize(1);
        assertThat(toldEvents())
                .containsExactlyInAnyOrder("fired connections", "fired idle_in_transaction");
    }

    @Test
    void evaluatesOnceHoweverManyDo() {
        now = now.plus(Duration.ofMinutes(1));
        look(90, 0);
        atOnce(cycle, new AlertCycle(repository, clock, ids::next));
        cycle.run();
        assertThat(alert().sight().count()).isEqualTo(1);
    }

    @Test
    void sendsAgainAfterAFailureAndARestartAndThenNoMore() {
        told.answering(503);
        evaluate(90, 0);
        sender().run();
        assertThat(stored("last_error")).isEqualTo("it answered with status 503");
        told.answering(200);
        sender().run();
        assertThat(told.requests()).hasSize(1);
        repository.close();
        repository = Repositories.on(database);
        now = now.plus(Duration.ofMinutes(1));
        sender().run();
        sender().run();
        assertThat(told.requests()).hasSize(2);
        assertThat(stored("attempts, last_error")).isEqualTo("2");
    }

    @Test
    void sendsOnceHoweverManySendersThereAre() {
        evaluate(90, 0);
        atOnce(sender(), sender());
        assertThat(told.requests()).hasSize(1);
    }

    @Test
    void takesOverWhatAProcessClaimedThatWasKilled() {
        evaluate(90, 0);
        repository.inTransaction(
                jdbc ->
                        new Outbox(ids.next())
                                .claim(
                                        jdbc,
                                        new Channels().named(jdbc, "ops").orElseThrow().id(),
                                        now,
                                        Duration.ofMinutes(5)));
        sender().run();
        assertThat(told.requests()).isEmpty();
        now = now.plus(Duration.ofMinutes(5));
        sender().run();
        assertThat(told.requests()).hasSize(1);
    }

    @Test
    void givesUpAfterADayAndSaysSo() {
        told.answering(500);
        evaluate(90, 0);
        for (int hour = 0; hour < 26; hour++) {
            sender().run();
            now = now.plus(Duration.ofMinutes(95));
        }
        assertThat(stored("failed_at IS NOT NULL, last_error"))
                .isEqualTo("tit answered with status 500");
        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith("a notification to channel 'ops' was given up after")
                .doesNotContain(SECRET);
        int attempts = told.requests().size();
        sender().run();
        assertThat(told.requests()).hasSize(attempts);
    }

    @Test
    void tellsTheEndToAllThatWereToldOfTheBeginning() {
        try (Told critical = new Told();
                Told late = new Told()) {
            add(ChannelKind.WEBHOOK, "critical", critical, AlertState.CRITICAL);
            evaluate(99, 0);
            add(ChannelKind.WEBHOOK, "late", late, AlertState.WARNING);
            evaluate(85, 0);
            UUID alert = alert().id();
            repository.inTransaction(
                    jdbc ->
                            new AlertDesk(ids::next)
                                    .acknowledge(jdbc, INSTANCE, alert, saying("on it")));
            evaluate(10, 0);
            sender().run();
            assertThat(events(critical))
                    .containsExactly(
                            "fired connections",
                            "eased connections",
                            "acknowledged connections",
                            "resolved connections");
            assertThat(events(late)).isEmpty();
        }
    }

    @Test
    void evaluatesTheOthersWhereOneFailsInAnUnforeseenWay() {
        database.execute(
                "ALTER TABLE performance_threshold DROP CONSTRAINT performance_threshold_order",
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '10000000-0000-7000-8000-000000000000', 2, 'a', id FROM app_user
                """,
                """
                INSERT INTO performance_threshold (
                    id, instance_id, metric_type, warning_threshold, critical_threshold,
                    threshold_unit, created_by)
                SELECT gen_random_uuid(), instance_id, 'connections', 90, 80, 'percent',
                       created_by
                  FROM instance WHERE name = 'a'
                """);
        now = now.plus(Duration.ofMinutes(1));
        look(90, 0);
        assertThatThrownBy(cycle::run).hasMessageContaining("has to be larger");
        assertThat(alert().state()).isEqualTo(AlertState.WARNING);
    }

    @Test
    void sendsInOrderWhatWaitsForAChannel() {
        told.answering(503);
        evaluate(90, 0);
        sender().run();
        evaluate(10, 0);
        sender().run();
        told.answering(200);
        now = now.plus(Duration.ofMinutes(5));
        sender().run();
        assertThat(toldEvents())
                .endsWith("fired connections", "resolved connections")
                .startsWith("fired connections")
                .filteredOn("resolved connections"::equals)
                .hasSize(1);
    }

    @Test
    void leavesAChannelAloneForAsLongAsItAsks() {
        told.answering(429).saying("Retry-After", "1800");
        evaluate(90, 0);
        sender().run();
        told.answering(200);
        now = now.plus(Duration.ofMinutes(29));
        sender().run();
        assertThat(told.requests()).hasSize(1);
        now = now.plus(Duration.ofMinutes(20));
        sender().run();
        assertThat(told.requests()).hasSize(2);
    }

    @Test
    void givesUpAtOnceWhatIsRefused() {
        told.answering(404);
        evaluate(90, 0);
        sender().run();
        assertThat(stored("failed_at IS NOT NULL, last_error"))
                .isEqualTo("tit answered with status 404");
        assertThat(messages)
                .containsExactly(
                        "a notification to channel 'ops' was given up after 1 attempts: it answered"
                                + " with status 404");
    }

    @Test
    void doesNotLetOneChannelWaitForAnother() {
        try (Told dead = new Told()) {
            dead.silent();
            add(ChannelKind.WEBHOOK, "a dead one", dead, AlertState.WARNING);
            evaluate(90, 0);
            OutboxSender sender = sender();
            sender.begin();
            Awaiting.until(() -> !dead.requests().isEmpty() && !told.requests().isEmpty());
            evaluate(99, 0);
            Awaiting.until(
                    () -> {
                        sender.begin();
                        return told.requests().size() == 2;
                    });
            assertThat(dead.requests()).hasSize(1);
            sender.end(Duration.ofSeconds(1));
        }
        assertThat(
                        repository
                                .jdbc()
                                .sql(
                                        """
                                        SELECT o.last_error FROM notification_outbox o
                                         WHERE o.last_error IS NOT NULL
                                        """)
                                .query(String.class)
                                .list())
                .containsExactly("it was broken off, as pgwright ends");
    }

    @Test
    void tellsAnAlertmanagerAgainUntilItIsOver() {
        try (Told alertmanager = new Told()) {
            add(ChannelKind.ALERTMANAGER, "am", alertmanager, AlertState.WARNING);
            evaluate(90, 0);
            OutboxSender sender = sender();
            sender.run();
            int before = alertmanager.requests().size();
            sender.run();
            assertThat(alertmanager.requests()).hasSize(before);
            now = now.plus(Duration.ofMinutes(1));
            sender.run();
            assertThat(alertmanager.requests()).hasSize(before + 1);
            assertThat(alertmanager.requests().getLast().body())
                    .contains("pgwright_connections")
                    .doesNotContain("endsAt");
            evaluate(10, 0);
            sender.run();
            now = now.plus(Duration.ofMinutes(1));
            sender.run();
            assertThat(alertmanager.requests().getLast().body()).contains("endsAt");
            assertThat(alertmanager.requests()).hasSize(before + 2);
            assertThat(told.requests()).hasSize(2);
        }
    }

    @Test
    void saysOnceThatAnAlertmanagerIsNotToBeToldAgain() {
        try (Told alertmanager = new Told()) {
            add(ChannelKind.ALERTMANAGER, "am", alertmanager, AlertState.WARNING);
            evaluate(90, 0);
            OutboxSender sender = sender();
            sender.run();
            alertmanager.answering(500);
            for (int minute = 0; minute < 3; minute++) {
                now = now.plus(Duration.ofMinutes(1));
                sender.run();
            }
            assertThat(messages)
                    .containsExactly(
                            "what fires could not be told again to channel 'am': it answered with"
                                    + " status 500");
        }
    }

    @Test
    void tellsOfWhatStillStandsWhenASilenceEnds() {
        AlertDesk desk = new AlertDesk(ids::next);
        Silence silence =
                new Silence(
                        ids.next(), INSTANCE, null, null, now.plus(Duration.ofMinutes(2)), "", "");
        repository.inTransaction(
                jdbc -> {
                    desk.silence(jdbc, silence, saying("upgrade"), List.of(INSTANCE));
                    return null;
                });
        evaluate(90, 0);
        sender().run();
        assertThat(told.requests()).isEmpty();
        evaluate(90, 0);
        sender().run();
        evaluate(10, 0);
        sender().run();
        assertThat(toldEvents()).containsExactly("announced connections", "resolved connections");
    }

    @Test
    void tellsWhoSeesToIt() {
        evaluate(90, 0);
        AlertDesk desk = new AlertDesk(ids::next);
        UUID alert = alert().id();
        boolean first =
                repository.inTransaction(
                        jdbc -> desk.acknowledge(jdbc, INSTANCE, alert, saying("on it")));
        boolean again =
                repository.inTransaction(
                        jdbc -> desk.acknowledge(jdbc, INSTANCE, alert, saying("me too")));
        sender().run();
        assertThat(first).isTrue();
        assertThat(again).isFalse();
        assertThat(toldEvents()).containsExactly("fired connections", "acknowledged connections");
        assertThat(told.requests().getLast().body()).contains("\"by\":\"local\"", "on it");
        assertThat(alert().told().acknowledgement()).isNotNull();
    }

    @Test
    void forgetsWhatIsLongOver() {
        evaluate(90, 0);
        evaluate(10, 0);
        sender().run();
        now = now.plus(Duration.ofDays(401));
        cycle.run();
        assertThat(
                        repository
                                .jdbc()
                                .sql(
                                        """
                                        SELECT (SELECT count(*) FROM alert)
                                               + (SELECT count(*) FROM alert_event)
                                               + (SELECT count(*) FROM notification_outbox)
                                        """)
                                .query(Long.class)
                                .single())
                .isZero();
    }

    private static void atOnce(Runnable... all) {
        Executor threads = Thread::startVirtualThread;
        CompletableFuture.allOf(
                        Stream.of(all)
                                .map(one -> CompletableFuture.runAsync(one, threads))
                                .toArray(CompletableFuture[]::new))
                .join();
    }
}
