package org.pgwright.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.entry.LogForm;
import org.pgwright.log.entry.Severity;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.LogEvent.CheckpointEnded;
import org.pgwright.log.event.LogEvent.Failed;
import org.pgwright.log.event.LogEvent.ServerChanged;
import org.pgwright.log.event.LogEvent.ServerState;
import org.pgwright.log.event.LogEvent.StatementEnded;
import org.pgwright.testing.TestServers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whole plain logs of real servers, from their start to their end, whose prefix nobody tells: what
 * the background does and what sessions do have different parts of it.
 */
final class GuessedPrefixTest {
    private static final List<String> PREFIXES =
            List.of(
                    "",
                    "%m [%p] ",
                    "%m [%p] %q%u@%d ",
                    "%m [%p] %q%u@%d %a ",
                    "%m [%p] %q%u@%d/%a ",
                    "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
                    "%t:%r:%u@%d:[%p]:");

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void understandsWhatRealServersWrite(int major) throws Exception {
        Path home = Files.createTempDirectory(Files.createDirectories(TestServers.cache()), "g");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            for (int i = 0; i < PREFIXES.size(); i++) {
                write(major, home, PREFIXES.get(i), i);
            }
            for (int i = 0; i < PREFIXES.size(); i++) {
                byte[] log = read(home, "prefix-" + i + ".log");
                LogForm form = LogForm.detected(log, log.length).orElseThrow();
                assertThat(form.shown())
                        .isEqualTo("text with log_line_prefix '" + PREFIXES.get(i) + "'");
                understands(PREFIXES.get(i), form, log);
            }
            for (String prefix : List.of("%m [%p] %q%u@%d ", "%m [%p] %q%u@%d %a ")) {
                byte[] log = read(home, "prefix-" + PREFIXES.indexOf(prefix) + ".log");
                understands(prefix, LogForm.detected(background(log), 1 << 18).orElseThrow(), log);
            }
            byte[] changing =
                    joined(
                            withoutSessions(read(home, "prefix-1.log")),
                            read(home, "prefix-2.log"),
                            withoutSessions(read(home, "prefix-5.log")));
            understands(
                    "%m [%p] %q%u@%d ",
                    LogForm.detected(changing, changing.length).orElseThrow(), changing);
        } finally {
            delete(home);
        }
    }

    private static void write(int major, Path home, String prefix, int number) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        settings.put("logging_collector", "on");
        settings.put("log_destination", "stderr");
        settings.put("log_directory", "written");
        settings.put("log_filename", "prefix-" + number + ".log");
        settings.put("log_line_prefix", prefix);
        settings.put("log_min_duration_statement", "0");
        settings.put("log_checkpoints", "on");
        settings.put("log_connections", "on");
        settings.put("log_timezone", "UTC");
        settings.put("fsync", "off");
        try (EmbeddedPostgres server =
                        EmbeddedPostgres.start(
                                EmbeddedOptions.kept(
                                                TestServers.installations().ofMajor(major),
                                                TestServers.cache(),
                                                home)
                                        .with(settings));
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
            statement.execute("SET application_name = 'till one'");
            for (int i = 0; i < 5; i++) {
                statement.execute("SELECT " + i + "\n   AS bean -- LOG:  a@b c");
            }
            fails(statement, "SELECT 1 / 0 AS bean");
            statement.execute("CREATE TABLE t" + number + " AS SELECT 1");
            statement.execute("CHECKPOINT");
        }
    }

    @SuppressWarnings("EmptyCatch") // what fails is what the log is to tell
    private static void fails(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException expected) {
        }
    }

    /** The beginning of a log in which for long nothing happens but in the background. */
    private static byte[] background(byte[] log) {
        return new String(withoutSessions(log), StandardCharsets.UTF_8)
                .repeat(1_000)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withoutSessions(byte[] log) {
        return new String(log, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches(".*(checkpoint|database system|listening).*"))
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void understands(String prefix, LogForm form, byte[] log) {
        List<LogEvent> events = LogEventsTest.events(form, log);

        List<StatementEnded> beans =
                events.stream()
                        .filter(StatementEnded.class::isInstance)
                        .map(StatementEnded.class::cast)
                        .filter(ended -> ended.step().isCall())
                        .filter(ended -> ended.statement().contains("AS bean"))
                        .toList();
        assertThat(beans).as(prefix).hasSize(5);
        assertThat(beans)
                .allSatisfy(
                        bean -> {
                            var session = bean.origin().session();
                            assertThat(session.user())
                                    .isEqualTo(prefix.contains("%u") ? "postgres" : "");
                            assertThat(session.database())
                                    .isEqualTo(prefix.contains("%d") ? "postgres" : "");
                            assertThat(session.application())
                                    .isEqualTo(prefix.contains("%a") ? "till one" : "");
                            assertThat(session.pid() > 0).isEqualTo(prefix.contains("%p"));
                        });
        assertThat(events)
                .filteredOn(CheckpointEnded.class::isInstance)
                .as(prefix)
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(events)
                .as(prefix)
                .filteredOn(
                        event ->
                                event instanceof Failed failed
                                        && failed.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(
                        failed ->
                                assertThat(((Failed) failed).statement())
                                        .isEqualTo("SELECT 1 / 0 AS bean"));
        assertThat(events)
                .as(prefix)
                .filteredOn(ServerChanged.class::isInstance)
                .extracting(changed -> ((ServerChanged) changed).state())
                .contains(
                        ServerState.STARTING,
                        ServerState.READY,
                        ServerState.STOPPING,
                        ServerState.STOPPED);
    }

    private static byte[] read(Path home, String name) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return Files.readAllBytes(
                    files.filter(f -> f.getFileName().toString().equals(name))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
