package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

final class KilledOwnerTest {
    @TempDir(factory = FolderInCache.class)
    Path cache;

    @Test
    void leavesNothingWhenItIsKilled() throws Exception {
        try (OwnerProcess owner = OwnerProcess.start(18, cache, "")) {
            ProcessIdentity server = serverOf(owner);
            owner.kill();
            assertThat(Patience.until(() -> runs().isEmpty())).as("run folder is gone").isTrue();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void leavesNothingWhenItEndsWithoutClosing() throws Exception {
        try (OwnerProcess owner = OwnerProcess.start(18, cache, "")) {
            owner.end();
            assertThat(owner.process().exitValue()).isZero();
            assertThat(runs()).isEmpty();
        }
    }

    @Test
    void isCleanedUpAfterByTheNextStartWhenItsGuardIsKilledToo() throws Exception {
        try (OwnerProcess owner = OwnerProcess.start(18, cache, "")) {
            ProcessIdentity server = serverOf(owner);
            owner.guard().destroyForcibly();
            owner.kill();
            assertThat(Files.isDirectory(owner.data())).isTrue();
            try (EmbeddedPostgres next = start(null)) {
                assertThat(runs()).hasSize(1).allMatch(run -> next.dataDirectory().startsWith(run));
                assertThat(server.isAlive()).isFalse();
            }
        }
        assertThat(runs()).isEmpty();
    }

    @Test
    void losesNothingThatItCommittedInItsHome() throws Exception {
        Path home = cache.resolve("home");
        start(home).close();
        try (OwnerProcess owner = OwnerProcess.start(18, cache, home.toString())) {
            ProcessIdentity server = serverOf(owner);
            owner.guard().destroyForcibly();
            owner.kill();
            try (EmbeddedPostgres next = start(home)) {
                assertThat(server.isAlive()).isFalse();
                assertThat(one(next, "SELECT 'alive'")).isEqualTo("alive");
            }
        }
    }

    private static ProcessIdentity serverOf(OwnerProcess owner) {
        return Postmaster.of(owner.data()).orElseThrow().process();
    }

    private EmbeddedPostgres start(@Nullable Path home) {
        PostgresInstallation installation = TestServers.installations().ofMajor(18);
        return EmbeddedPostgres.start(
                home == null
                        ? EmbeddedOptions.temporary(installation, cache)
                        : EmbeddedOptions.kept(installation, cache, home));
    }

    private static String one(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private List<Path> runs() {
        try (Stream<Path> all = Files.list(cache.resolve("run"))) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
