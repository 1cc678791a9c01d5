package org.pgwright.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.LogEvent.Failed;
import org.pgwright.log.event.LogEvent.StatementEnded;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Plain logs that real servers wrote with all kinds of log_line_prefix. */
final class ServerPrefixesTest {
    /** Those that are told, and from the mark on those that must be given. */
    private static final List<String> PREFIXES =
            List.of(
                    "%m [%p] ",
                    "%m [%p] %q%u@%d ",
                    "%t:%r:%u@%d:[%p]:",
                    "%t-%c-",
                    "%m [%p]: [%l-1] db=%d,user=%u ",
                    "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
                    "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
                    "< %m > ",
                    "",
                    "MUST BE GIVEN",
                    "%-10p|%12u|%-30d|%a|",
                    "%n %c %l %e %i %b %v %x %h ",
                    "100%% of %P%p (%r) %20a %s: ",
                    "%q%a/%b/%i/%u ");

    private static boolean isGiven(String prefix) {
        return PREFIXES.indexOf(prefix) > PREFIXES.indexOf("MUST BE GIVEN");
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void understandsWhatARealServerWritesByEachPrefix(int major) throws Exception {
        Path home = Files.createTempDirectory(Files.createDirectories(TestServers.cache()), "p");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> settings =
                Map.of(
                        "logging_collector", "on",
                        "log_destination", "stderr",
                        "log_directory", "written",
                        "log_filename", "server-%S.log",
                        "log_min_duration_statement", "0",
                        "log_timezone", "UTC",
                        "fsync", "off");
        EmbeddedOptions options =
                EmbeddedOptions.kept(
                                TestServers.installations().ofMajor(major),
                                TestServers.cache(),
                                home)
                        .with(settings);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
            for (int i = 0; i < PREFIXES.size(); i++) {
                write(server, PREFIXES.get(i), "marked " + i);
            }
        }
        try {
            String log = read(home);
            for (int i = 0; i < PREFIXES.size(); i++) {
                if (!PREFIXES.get(i).equals("MUST BE GIVEN")) {
                    understands(PREFIXES.get(i), lines(log, "marked " + i), "marked " + i);
                }
            }
        } finally {
            delete(home);
        }
    }

    /** In a session that is new, so that it has the prefix from its beginning. */
    private static void write(EmbeddedPostgres server, String prefix, String mark)
            throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET log_line_prefix = '" + prefix + "'");
            statement.execute("SELECT pg_reload_conf()");
        }
        boolean isSet = false;
        while (!isSet) {
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                isSet = shown(statement).equals(prefix);
                if (isSet) {
                    statement.execute("SELECT '" + mark + "'");
                    fails(statement, "SELECT 1 / 0 AS \"" + mark + "\"");
                    statement.execute("SELECT '" + mark + "'");
                }
            }
        }
    }

    private static String shown(Statement statement) throws SQLException {
        try (ResultSet shown = statement.executeQuery("SHOW log_line_prefix")) {
            shown.next();
            return shown.getString(1);
        }
    }

    @SuppressWarnings("EmptyCatch") // what fails is what the log is to tell
    private static void fails(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException expected) {
        }
    }

    /** From the first line with the mark to the last. */
    private static byte[] lines(String log, String mark) {
        String marked = log.substring(0, log.lastIndexOf(mark + "'") + mark.length() + 1);
        int first = marked.lastIndexOf('\n', marked.indexOf(mark + "'"));
        return (marked.substring(first + 1) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void understands(String prefix, byte[] log, String mark) {
        LogForm form = new LogForm.Plain(LinePrefix.of(prefix));
        if (!isGiven(prefix)) {
            assertThat(LogForm.detected(log, log.length)).as(prefix).isPresent();
            form = LogForm.detected(log, log.length).orElseThrow();
            assertThat(form.shown()).isEqualTo("text with log_line_prefix '" + prefix + "'");
        }
        List<LogEvent> events = LogEventsTest.events(form, log);

        assertThat(events)
                .as(prefix)
                .anySatisfy(
                        event ->
                                assertThat(event)
                                        .isInstanceOfSatisfying(
                                                StatementEnded.class,
                                                ended -> {
                                                    assertThat(ended.statement()).contains(mark);
                                                    session(prefix, ended);
                                                }))
                .anySatisfy(
                        event ->
                                assertThat(event)
                                        .isInstanceOfSatisfying(
                                                Failed.class,
                                                failed -> {
                                                    assertThat(failed.message())
                                                            .isEqualTo("division by zero");
                                                    assertThat(failed.statement()).contains(mark);
                                                }));
    }

    private static void session(String prefix, LogEvent event) {
        var session = event.origin().session();
        if (prefix.contains("%u") || prefix.contains("%12u")) {
            assertThat(session.user()).isEqualTo(EmbeddedPostgres.SUPERUSER);
        }
        if (prefix.contains("%d") || prefix.contains("%-30d")) {
            assertThat(session.database()).isEqualTo("postgres");
        }
        if (prefix.contains("%p") || prefix.contains("%-10p")) {
            assertThat(session.pid()).isPositive();
        }
        if (prefix.contains("%a") || prefix.contains("%20a")) {
            assertThat(session.application()).isEqualTo("PostgreSQL JDBC Driver");
        }
        if (prefix.contains("%m") || prefix.contains("%t") || prefix.contains("%n")) {
            assertThat(Objects.requireNonNull(event.origin().time()).getEpochSecond()).isPositive();
        }
    }

    private static String read(Path home) throws IOException {
        StringBuilder log = new StringBuilder();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file :
                    files.filter(f -> f.toString().contains("/written/")).sorted().toList()) {
                log.append(Files.readString(file));
            }
        }
        return log.toString();
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
