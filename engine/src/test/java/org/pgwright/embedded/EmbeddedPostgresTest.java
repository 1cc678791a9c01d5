package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.testing.TestServers;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

final class EmbeddedPostgresTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void answersOnItsSocketAndLeavesNothing(int major) throws Exception {
        EmbeddedPostgres server =
                EmbeddedPostgres.start(
                        EmbeddedOptions.temporary(
                                TestServers.installations().ofMajor(major), TestServers.cache()));
        try (server;
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_version_num")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1) / 10_000).isEqualTo(major);
        }
        assertThat(Files.exists(server.dataDirectory())).isFalse();
        assertThat(Files.exists(server.socketFolder())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void servesTestsOnLoopback(int major) throws Exception {
        try (var database = TestServers.freshDatabase(major);
                Connection connection = database.connect()) {
            assertThat(connection.getCatalog()).isEqualTo(database.name());
        }
    }
}
