package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.Bytes;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;

final class EmbeddedPostgresTest {
    @TempDir(factory = FolderInCache.class)
    Path cache;

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void answersOnItsSocketAndLeavesNothing(int major) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options(major))) {
            assertThat(server.major()).isEqualTo(major);
            assertThat(one(server, "SHOW server_version_num")).startsWith(String.valueOf(major));
            assertThat(one(server, "SHOW listen_addresses")).isEmpty();
            assertThat(one(server, "SHOW log_timezone")).isEqualTo("UTC");
            assertThat(one(server, "SHOW data_checksums")).isEqualTo("off");
            assertThat(one(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(one(server, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'"))
                    .isEqualTo("C");
        }
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options(18))) {
            assertThatThrownBy(
                            () -> server.connect("postgres", "postgres", "wrong", new Properties()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.getPosixFilePermissions(server.dataDirectory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(server.socketFolder()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void neverRunsAsRoot() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options(18));
                Connection connection = server.connect("postgres")) {
            assertThat(program(connection, "id -u")).doesNotContain("0");
            assertThat(program(connection, "ulimit -c")).containsExactly("0");
        }
    }

    @Test
    void isConfinedWhenItRunsWhatOthersWrote() throws Exception {
        EmbeddedOptions options = options(18).limitedTo(new Bytes(1L << 30));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options);
                Connection connection = server.connect("postgres")) {
            assertThatThrownBy(() -> one(server, "SELECT length(repeat('x', 1000000000) || 'x')"))
                    .hasMessageContaining("out of memory");
            List<String> interfaces =
                    program(connection, "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '");
            boolean possible =
                    ServerAccount.find(true).prefix().size()
                            > ServerAccount.find(false).prefix().size();
            assertThat(interfaces.equals(List.of("lo"))).isEqualTo(possible);
        }
    }

    @Test
    void servesTestsOnLoopbackAndSocket() throws Exception {
        try (var database = TestServers.freshDatabase(18);
                Connection connection = database.connect()) {
            assertThat(connection.getCatalog()).isEqualTo(database.name());
            assertThat(database.server().socketFolder().resolve(".s.PGSQL." + database.port()))
                    .exists();
            assertThat(one(database.server(), "SHOW shared_preload_libraries"))
                    .contains("pg_stat_statements");
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
        EmbeddedOptions options = options(18).listeningOn(EmbeddedOptions.Listen.LOOPBACK);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = freePort();
            Queue<Integer> ports = new ArrayDeque<>(List.of(taken.getLocalPort(), free));
            Launch launch = Launch.of(options, ports::remove);
            try {
                assertThat(launch.port()).isEqualTo(free);
            } finally {
                launch.stop();
            }
        }
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void showsWhyItDidNotStart() {
        EmbeddedOptions options = options(18).with(Map.of("shared_buffers", "much"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("PostgreSQL 18 did not start")
                .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"much\"");
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void showsWhyItCouldNotBeInitialized() {
        EmbeddedOptions options = options(14).initializedWith(List.of("--encoding=KLINGON"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .hasMessageContaining("initdb of PostgreSQL 14 failed")
                .hasMessageContaining("KLINGON");
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void saysThatTheDiskIsFull(@TempDir(factory = FolderInCache.class) Path programs)
            throws Exception {
        program(programs.resolve("postgres"), "echo 'postgres (PostgreSQL) 18.1'");
        program(
                programs.resolve("initdb"),
                "echo 'initdb: error: could not write file: No space left on device' >&2; exit 1");
        PostgresInstallation full = TestServers.installations().at(programs);
        assertThatThrownBy(() -> EmbeddedPostgres.start(EmbeddedOptions.temporary(full, cache)))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TWIN_FAILED))
                .hasMessageContaining("no space left on the disk; make room");
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void namesAServerThatHangsAndLeavesNoneOfItsChildren(
            @TempDir(factory = FolderInCache.class) Path programs) throws Exception {
        Path child = Files.createDirectory(programs.resolve("open")).resolve("child");
        Files.setPosixFilePermissions(
                programs.resolve("open"), PosixFilePermissions.fromString("rwxrwxrwx"));
        program(
                programs.resolve("postgres"),
                "[ \"$1\" != --version ] || { echo 'postgres (PostgreSQL) 18.1'; exit 0; }\n"
                        + "/bin/sleep 3600 & echo $! > "
                        + child
                        + "; wait");
        program(programs.resolve("initdb"), "echo 18 > \"${1#--pgdata=}/PG_VERSION\"");
        EmbeddedOptions usual =
                EmbeddedOptions.temporary(TestServers.installations().at(programs), cache);
        EmbeddedOptions impatient =
                new EmbeddedOptions(
                        usual.installation(),
                        usual.runs(),
                        null,
                        usual.initdb(),
                        usual.settings(),
                        usual.listen(),
                        null,
                        Duration.ofSeconds(3));

        assertThatThrownBy(() -> EmbeddedPostgres.start(impatient))
                .hasMessageContaining(programs.resolve("postgres").toString())
                .hasMessageContaining("did not accept connections within 3 s");

        long pid = Long.parseLong(Files.readString(child).strip());
        assertThat(Patience.until(() -> ProcessHandle.of(pid).isEmpty())).isTrue();
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatIsTooDeepForASocket() {
        EmbeddedOptions options =
                EmbeddedOptions.temporary(
                        TestServers.installations().ofMajor(18), cache.resolve("x".repeat(80)));
        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .hasMessageContaining("the path of a Unix socket would be too long");
    }

    @Test
    void canBeClosedTwice() {
        EmbeddedPostgres server = EmbeddedPostgres.start(options(18));
        server.close();
        server.close();
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    @Test
    void isCleanedUpWhenItsThreadIsInterrupted() {
        EmbeddedPostgres server = EmbeddedPostgres.start(options(18));
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cache.resolve("run")).isEmptyDirectory();
    }

    private EmbeddedOptions options(int major) {
        return EmbeddedOptions.temporary(TestServers.installations().ofMajor(major), cache);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
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

    /** What a program writes that the server runs. */
    private static List<String> program(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE IF NOT EXISTS written (line text)");
            statement.execute("TRUNCATE written");
            statement.execute("COPY written FROM PROGRAM '" + command.replace("'", "''") + "'");
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT line FROM written")) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        }
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
