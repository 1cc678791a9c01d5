package org.pgwright.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectorTest {
    private TestDatabase database;

    @BeforeAll
    void create() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
    }

    @AfterAll
    void drop() {
        database.close();
    }

    @Test
    void connectsOverTcpAndOverAUnixSocket() {
        try (TargetReader reader = TargetReader.open(settings(Map.of()))) {
            assertThat(reader.major()).isEqualTo(TestServers.NEWEST);
            assertThat(reader.role()).isEqualTo("postgres");
            assertThat(reader.database()).isEqualTo(database.name());
            assertThat(reader.warnings()).isEmpty();
        }
        String folder = database.server().socketFolder().toString();
        try (TargetReader reader = TargetReader.open(settings(Map.of("PGHOST", folder)))) {
            assertThat(reader.major()).isEqualTo(TestServers.NEWEST);
        }
    }

    @Test
    void connectsToDatabasesOfAnyName() {
        String odd = "odd \"db\" ü/?&=%20+";
        database.execute(
                "CREATE DATABASE \"odd \"\"db\"\" ü/?&=%20+\" TEMPLATE template0 ENCODING 'UTF8'");
        try (TargetReader reader = TargetReader.open(settings(Map.of("PGDATABASE", odd)))) {
            assertThat(reader.database()).isEqualTo(odd);
        } finally {
            database.execute("DROP DATABASE \"odd \"\"db\"\" ü/?&=%20+\"");
        }
    }

    @Test
    void passesOptionsAndApplicationName() {
        ConnectionSettings settings =
                settings(Map.of("PGOPTIONS", "-c geqo=off", "PGAPPNAME", "mine"));
        try (TargetReader reader = TargetReader.open(settings);
                ReadTransaction transaction = reader.begin()) {
            Query query =
                    new Query(
                            "test.settings",
                            "SELECT current_setting('geqo') || ' ' ||"
                                    + " current_setting('application_name')");
            assertThat(transaction.rows(query, Deadlines.SESSION, Row::onlyText))
                    .containsExactly("off mine");
        }
    }

    @Test
    void namesTheOptionsThatTheServerRefuses() {
        for (String options :
                List.of("-c nosuch=1", "-c geqo=maybe", "-c max_connections=7", "-c work_mem")) {
            assertFails(
                    settings(Map.of("PGOPTIONS", options)),
                    ErrorCode.USAGE,
                    "refuses the options \"" + options + "\"",
                    "change PGOPTIONS");
        }
    }

    @Test
    void triesOneServerAfterTheOther() throws IOException {
        String ports = closedPort() + "," + database.port();
        Map<String, String> two = Map.of("PGHOST", "127.0.0.1,127.0.0.1", "PGPORT", ports);
        try (TargetReader reader = TargetReader.open(settings(two))) {
            assertThat(reader.major()).isEqualTo(TestServers.NEWEST);
        }
        assertFails(
                settings(
                        Map.of(
                                "PGHOST", "127.0.0.1,127.0.0.1",
                                "PGPORT", ports,
                                "PGTARGETSESSIONATTRS", "standby")),
                ErrorCode.CONNECTION_FAILED,
                "none of 2 servers can be used",
                "is not a server of the kind standby");
        try (TargetReader reader =
                TargetReader.open(settings(Map.of("PGTARGETSESSIONATTRS", "prefer-standby")))) {
            assertThat(reader.major()).isEqualTo(TestServers.NEWEST);
        }
    }

    @Test
    void saysThatTheHostIsUnknown() {
        assertFails(
                settings(Map.of("PGHOST", "no-such-host.invalid")),
                ErrorCode.CONNECTION_FAILED,
                "the server no-such-host.invalid:" + database.port(),
                "cannot be resolved");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        String port = Integer.toString(closedPort());
        assertFails(
                settings(Map.of("PGPORT", port)),
                ErrorCode.CONNECTION_FAILED,
                "the server 127.0.0.1:" + port + " refused the connection");
        assertFails(
                settings(Map.of("PGHOST", "/nowhere")),
                ErrorCode.CONNECTION_FAILED,
                "the server /nowhere/.s.PGSQL." + database.port() + " has no socket there");
    }

    @Test
    void saysThatTheServerDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails(
                    settings(
                            Map.of(
                                    "PGPORT",
                                    Integer.toString(silent.getLocalPort()),
                                    "PGCONNECT_TIMEOUT",
                                    "2")),
                    ErrorCode.CONNECTION_FAILED,
                    "did not answer within 2 s");
        }
    }

    @Test
    void saysThatSomethingElseListens() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> answerWithHttp(other));
            assertFails(
                    settings(
                            Map.of(
                                    "PGPORT",
                                    Integer.toString(other.getLocalPort()),
                                    "PGSSLMODE",
                                    "disable")),
                    ErrorCode.CONNECTION_FAILED,
                    "check host, port, sslmode and what listens there");
            answering.join();
        }
    }

    @Test
    void saysWhatIsWrongWithUserPasswordAndDatabase() {
        database.execute("CREATE ROLE visitor LOGIN PASSWORD 'right'");
        try {
            assertFails(
                    settings(Map.of("PGUSER", "visitor", "PGPASSWORD", "wrong")),
                    ErrorCode.AUTHENTICATION_FAILED,
                    "refused the password of user visitor");
            assertFails(
                    settings(Map.of("PGUSER", "nobody-here", "PGPASSWORD", "wrong")),
                    ErrorCode.AUTHENTICATION_FAILED,
                    "nobody-here");
            assertFails(
                    withoutPassword(),
                    ErrorCode.AUTHENTICATION_FAILED,
                    "asks user postgres for a password and none was given",
                    "~/.pgpass");
            assertFails(
                    settings(Map.of("PGDATABASE", "nothing")),
                    ErrorCode.CONNECTION_FAILED,
                    "has no database nothing",
                    "psql -l");
            database.execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM public");
            assertFails(
                    settings(Map.of("PGUSER", "visitor", "PGPASSWORD", "right")),
                    ErrorCode.NOT_ALLOWED,
                    "run GRANT CONNECT ON DATABASE " + database.name() + " TO visitor");
            database.execute(
                    "GRANT CONNECT ON DATABASE " + database.name() + " TO public",
                    "ALTER ROLE visitor CONNECTION LIMIT 0");
            assertFails(
                    settings(Map.of("PGUSER", "visitor", "PGPASSWORD", "right")),
                    ErrorCode.CONNECTION_FAILED,
                    "has no connection left");
            database.execute("ALTER ROLE visitor NOLOGIN");
            assertFails(
                    settings(Map.of("PGUSER", "visitor", "PGPASSWORD", "right")),
                    ErrorCode.AUTHENTICATION_FAILED,
                    "does not let in user visitor");
        } finally {
            database.execute("DROP ROLE visitor");
        }
    }

    @Test
    void saysThatTheServerHasNoEncryption() {
        assertFails(
                settings(Map.of("PGSSLMODE", "require")),
                ErrorCode.CONNECTION_FAILED,
                "does not support SSL",
                "sslmode");
    }

    private static void assertFails(
            ConnectionSettings settings, ErrorCode code, String... messageParts) {
        assertThatThrownBy(() -> TargetReader.open(settings))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContainingAll(messageParts)
                .hasMessageNotContaining("right")
                .hasMessageNotContaining("\n");
    }

    private ConnectionSettings withoutPassword() {
        return settings(Map.of("PGPASSWORD", ""));
    }

    private ConnectionSettings settings(Map<String, String> other) {
        Map<String, String> variables = new HashMap<>();
        variables.put("PGHOST", database.host());
        variables.put("PGPORT", Integer.toString(database.port()));
        variables.put("PGUSER", database.user());
        variables.put("PGPASSWORD", database.password());
        variables.put("PGDATABASE", database.name());
        variables.putAll(other);
        ConnectionEnvironment environment =
                new ConnectionEnvironment(variables, Path.of("/nowhere"), "nobody", List.of());
        return ConnectionSettings.of(ConnectionOptions.NONE, environment);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void answerWithHttp(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
