package org.pgwright.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

final class ServerProcessesTest {
    @Test
    void knowsTheBackendsOfARoleByTheirTitles() {
        assertThat(ServerProcesses.isBackend("postgres: app shop 127.0.0.1(4711) idle", "app"))
                .isTrue();
        assertThat(ServerProcesses.isBackend("postgres: apps shop [local] idle", "app")).isFalse();
        assertThat(ServerProcesses.isBackend("postgres: checkpointer ", "app")).isFalse();
    }

    @Test
    void countsTheTimeOfBackendsThatAreThereAndOfThoseThatEnded() throws SQLException, IOException {
        ServerProcesses processes = ServerProcesses.of(TestServers.server(TestServers.NEWEST));
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            ServerProcesses.RoleUse before = processes.use(database.user());
            try (Connection connection = database.connect()) {
                assertThat(processes.use(database.user()).backends())
                        .hasSizeGreaterThan(before.backends().size() - 1);
                assertThat(connection.isValid(1)).isTrue();
            }
            assertThat(processes.use(database.user()).time()).isGreaterThanOrEqualTo(before.time());
            assertThat(processes.time()).isPositive();
        }
    }
}
