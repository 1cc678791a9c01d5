package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

final class InstancesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T20:00:00Z");

    @TempDir private Path folder;

    private TestDatabase database;
    private Repository repository;
    private Instances instances;

    @BeforeEach
    void open() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        instances = new Instances(repository, () -> NOW, new Ids(() -> NOW, new Random(1)));
    }

    @AfterEach
    void close() {
        repository.close();
        database.close();
    }

    @Test
    void areKnownByTheirSystemIdentifierAndNamedAfterTheirFirstServer() {
        RegisteredNode primary = register(7, "db1", false, null);
        RegisteredNode standby = register(7, "db2", true, null);
        assertThat(primary.instanceName()).isEqualTo("db1:5432");
        assertThat(primary.newInstance()).isTrue();
        assertThat(standby.newInstance()).isFalse();
        assertThat(standby.instanceId()).isEqualTo(primary.instanceId());
        assertThat(standby.nodeId()).isNotEqualTo(primary.nodeId());
    }

    @Test
    void areRegisteredOnceHoweverOften() {
        RegisteredNode first = register(7, "db1", false, null);
        RegisteredNode again = register(7, "db1", true, null);
        assertThat(again.instanceId()).isEqualTo(first.instanceId());
        assertThat(again.nodeId()).isEqualTo(first.nodeId());
        assertThat(one("SELECT is_standby FROM node")).isEqualTo("t");
        assertThat(one("SELECT count(*) FROM performance_threshold"))
                .isEqualTo(String.valueOf(DefaultThresholds.COUNT));
    }

    @Test
    void areRegisteredOnceByManyAtOnce() {
        List<CompletableFuture<RegisteredNode>> all =
                IntStream.range(0, 8)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () -> register(7, "db" + i % 2, false, null),
                                                Thread::startVirtualThread))
                        .toList();
        List<RegisteredNode> nodes = all.stream().map(CompletableFuture::join).toList();
        assertThat(nodes.stream().map(RegisteredNode::instanceId).distinct()).hasSize(1);
        assertThat(nodes.stream().map(RegisteredNode::nodeId).distinct()).hasSize(2);
        assertThat(nodes.stream().filter(RegisteredNode::newInstance)).hasSize(1);
        assertThat(one("SELECT count(*) FROM performance_threshold"))
                .isEqualTo(String.valueOf(DefaultThresholds.COUNT));
    }

    @Test
    void getAnotherNameWhereTheUsualOneIsTaken() {
        register(7, "db1", false, null);
        assertThat(register(8, "db1", false, null).instanceName()).isEqualTo("db1:5432 (2)");
        assertThat(register(9, "db1", false, null).instanceName()).isEqualTo("db1:5432 (3)");
    }

    @Test
    void areCalledAsTheirOwnerWants() {
        assertThat(register(7, "db1", false, "shop").instanceName()).isEqualTo("shop");
        assertThat(register(7, "db1", false, null).instanceName()).isEqualTo("shop");
        assertThat(register(7, "db1", false, "shop in Oslo").instanceName())
                .isEqualTo("shop in Oslo");
    }

    @Test
    void areNotCalledWhatAnotherIsCalled() {
        register(7, "db1", false, "shop");
        register(8, "db2", false, null);
        for (long system : new long[] {8, 9}) {
            assertThatThrownBy(() -> register(system, "db2", false, "shop"))
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                    .hasMessageContaining("another instance is called 'shop'");
        }
        assertThat(one("SELECT count(*) FROM instance")).isEqualTo("2");
        assertThatThrownBy(() -> register(9, "db2", false, " ")).hasMessageContaining("1 to 100");
    }

    @Test
    void haveDatabasesKnownByOidUnderTheirPresentNames() {
        UUID instance = register(7, "db1", false, null).instanceId();
        Map<Long, Integer> first =
                instances.databases(
                        instance,
                        List.of(new DatabaseSeen(5, "shop"), new DatabaseSeen(4_000_000_000L, "b")),
                        NOW);
        Map<Long, Integer> second =
                instances.databases(
                        instance,
                        List.of(new DatabaseSeen(5, "shop_old"), new DatabaseSeen(6, "shop")),
                        NOW);
        assertThat(first).containsOnlyKeys(5L, 4_000_000_000L);
        assertThat(second).containsOnlyKeys(5L, 6L).containsEntry(5L, first.get(5L));
        assertThat(one("SELECT database_name FROM monitored_database WHERE database_oid = 5"))
                .isEqualTo("shop_old");
    }

    @Test
    void drawNoNumbersForWhatIsKnown() {
        UUID instance = register(7, "db1", false, null).instanceId();
        for (int i = 0; i < 5; i++) {
            register(7, "db1", false, null);
            instances.databases(instance, List.of(new DatabaseSeen(5, "shop")), NOW);
        }
        assertThat(register(7, "db2", true, null).nodeId()).isEqualTo(2);
        assertThat(instances.databases(instance, List.of(new DatabaseSeen(6, "b")), NOW))
                .containsEntry(6L, 2);
    }

    @Test
    void areReachedAgainAsTheyWereTheFirstTime() {
        RegisteredNode node = register(7, "db1", false, null);
        Secret password = new Secret("p");
        assertThat(connections().connection(node).withPassword(password))
                .isEqualTo(seen(7, "db1", false).connection().withPassword(password));
    }

    @Test
    void keepPasswordsOnlyWhenAskedAndOnlyEncrypted() {
        RegisteredNode node = register(7, "db1", false, null);
        assertThat(one("SELECT count(*) FROM node n WHERE n::text LIKE '%s3cr3t%'")).isEqualTo("0");
        assertThat(one("SELECT count(encrypted_password) FROM node")).isEqualTo("0");
        connections().storePassword(node, new Secret("s3cr3t"));
        assertThat(connections().connection(node).password()).isEqualTo(new Secret("s3cr3t"));
        assertThat(
                        one(
                                "SELECT count(*) FROM node"
                                        + " WHERE encode(encrypted_password, 'escape') LIKE '%s3cr3t%'"))
                .isEqualTo("0");
    }

    @Test
    void doNotTakeThePasswordOfAnotherServer() {
        RegisteredNode node = register(7, "db1", false, null);
        RegisteredNode other = register(7, "db2", true, null);
        connections().storePassword(node, new Secret("s3cr3t"));
        database.execute(
                "UPDATE node SET encrypted_password ="
                        + " (SELECT encrypted_password FROM node WHERE address = 'db1:5432')");
        assertThatThrownBy(() -> connections().connection(other))
                .hasMessageContaining("belongs to another server");
    }

    private NodeConnections connections() {
        return new NodeConnections(
                repository, new EncryptionKeys(Map.of(), new RepositoryLocation.Embedded(folder)));
    }

    private RegisteredNode register(
            long system, String host, boolean standby, @Nullable String name) {
        return instances.register(seen(system, host, standby), name);
    }

    private static ServerSeen seen(long system, String host, boolean standby) {
        return new ServerSeen(
                system,
                ConnectionSettings.to(host, 5432, "watcher", "postgres", "s3cr3t"),
                "watcher",
                standby,
                "18.6",
                NOW);
    }

    private String one(String sql) {
        return repository.jdbc().sql(sql).query(String.class).single();
    }
}
