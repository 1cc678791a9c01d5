package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.PgwrightException;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestServers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

final class KeptHomeTest {
    @TempDir(factory = FolderInCache.class)
    Path cache;

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void keepsItsDataFromRunToRun(int major) throws Exception {
        Path home = cache.resolve("a/home of mine");
        try (EmbeddedPostgres first = start(major, home)) {
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (EmbeddedPostgres second = start(major, home)) {
            assertThat(one(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void recoversWhenTheServerWasKilled() throws Exception {
        Path home = cache.resolve("home");
        EmbeddedPostgres first = start(18, home);
        execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        Postmaster.of(first.dataDirectory()).orElseThrow().stop("KILL");
        first.close();
        try (EmbeddedPostgres second = start(18, home)) {
            assertThat(one(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void servesOneServerAtATime() {
        Path home = cache.resolve("home");
        EmbeddedPostgres first = start(18, home);
        try (first) {
            assertThatThrownBy(() -> start(18, home))
                    .isInstanceOf(PgwrightException.class)
                    .hasMessageContaining("is in use by another server");
            assertThat(Files.exists(first.dataDirectory())).isTrue();
        }
        start(18, home).close();
    }

    @Test
    void servesOneProcessAtATime() throws Exception {
        Path home = cache.resolve("home");
        try (OwnerProcess owner = OwnerProcess.start(18, cache, home.toString())) {
            assertThatThrownBy(() -> start(18, home)).hasMessageContaining("is in use by another");
            owner.end();
        }
        start(18, home).close();
    }

    @Test
    void isNotGivenToAnotherMajor() {
        Path home = cache.resolve("home");
        start(14, home).close();
        assertThatThrownBy(() -> start(18, home))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("is of PostgreSQL 14, not of PostgreSQL 18");
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void isNotMadeOfAFolderThatHoldsSomethingElse() throws Exception {
        Path home = Files.createDirectories(cache.resolve("home"));
        Path thesis = Files.createDirectories(home.resolve("data")).resolve("thesis");
        Files.writeString(thesis, "x");
        assertThatThrownBy(() -> start(18, home))
                .hasMessageContaining("is not a data folder of PostgreSQL");
        assertThat(thesis).exists();
    }

    @Test
    void startsAgainAfterAnInitializationThatWasCutShort() throws Exception {
        Path home = Files.createDirectories(cache.resolve("home"));
        Files.createDirectories(home.resolve("data.new/base"));
        Files.writeString(home.resolve("superuser"), "of a cut short attempt");
        try (EmbeddedPostgres server = start(18, home)) {
            assertThat(one(server, "SELECT 1")).isEqualTo("1");
        }
    }

    private EmbeddedPostgres start(int major, Path home) {
        return EmbeddedPostgres.start(
                EmbeddedOptions.kept(TestServers.installations().ofMajor(major), cache, home)
                        .with(Map.of("fsync", "off")));
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
