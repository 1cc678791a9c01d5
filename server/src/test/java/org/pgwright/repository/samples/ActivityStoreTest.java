package org.pgwright.repository.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.Session;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.figures.LastActivity;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

final class ActivityStoreTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ActivityStore store = new ActivityStore();
    private final NodeKey node = new NodeKey(UUID.randomUUID(), 1);
    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute(
                "CREATE TABLE activity_sample_all PARTITION OF activity_sample DEFAULT",
                "INSERT INTO instance (instance_id, system_identifier, name, created_by) SELECT '"
                        + node.instanceId()
                        + "', 1, 'shop', id FROM app_user",
                "INSERT INTO node (instance_id, node_id, address, role_name, connection,"
                        + " is_standby, server_version, server_started_at) OVERRIDING SYSTEM VALUE"
                        + " VALUES ('"
                        + node.instanceId()
                        + "', 1, 'db:5432', 'pgwright', '{}', false, '18.1', now())");
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    @Test
    void givesSessionsBackWithTheTextsOfTheirStatements() {
        keep(NOON, "select $1", "", "update t set a = $1");
        keep(NOON.plusSeconds(1), "update t set a = $1", "", "select $1");

        assertThat(lastTexts()).containsExactly("update t set a = $1", "", "select $1");
    }

    @Test
    void makesAStatementKnownAgainAfterALookThatWasRolledBack() {
        assertThatThrownBy(
                        () ->
                                repository.inTransaction(
                                        jdbc -> {
                                            store.record(jdbc, node, look(NOON, "select $1"));
                                            throw new IllegalStateException("no longer ours");
                                        }))
                .hasMessage("no longer ours");
        keep(NOON, "select $1");

        assertThat(lastTexts()).containsExactly("select $1");
    }

    private List<String> lastTexts() {
        return new LastActivity()
                        .read(repository.jdbc(), node.instanceId())
                        .getFirst()
                        .activity()
                        .sessions()
                        .stream()
                        .map(Session::queryText)
                        .toList();
    }

    private void keep(Instant at, String... texts) {
        repository.inTransaction(
                jdbc -> {
                    store.record(jdbc, node, look(at, texts));
                    return null;
                });
    }

    private static Activity look(Instant at, String... texts) {
        List<Session> sessions =
                Arrays.stream(texts)
                        .map(
                                text ->
                                        new Session(
                                                7,
                                                "client backend",
                                                "active",
                                                new Session.Wait("", ""),
                                                new Session.Client("shop", "app", "", ""),
                                                0,
                                                text,
                                                null,
                                                Duration.ofMillis(5),
                                                List.of()))
                        .toList();
        return new Activity(at, 9, 100, sessions);
    }
}
