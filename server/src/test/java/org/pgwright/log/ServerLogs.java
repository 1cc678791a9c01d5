package org.pgwright.log;

import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The logs that real servers wrote while something of everything happened there. */
public final class ServerLogs {
    /** As the servers are told. */
    public static final String PREFIX = "%m [%p] %c %l %e %q%u@%d/%a ";

    /** Sorts on disk, in a transaction of its own. */
    static final String SORT_ALONE =
            "SELECT sum(id) FROM (SELECT id FROM shop ORDER BY name OFFSET 2) alone";

    /** Sorts on disk, in a transaction that goes on. */
    static final String SORT_WITHIN =
            "SELECT max(id) FROM (SELECT id FROM shop ORDER BY name OFFSET 3) within";

    /** Sorts on disk, and then fails. */
    static final String SORT_FAILING =
            "SELECT 1 / (id - 17) FROM (SELECT id, name FROM shop ORDER BY name OFFSET 4) failing";

    private static final Map<Integer, Map<String, byte[]>> LOGS = new ConcurrentHashMap<>();

    private ServerLogs() {}

    /** The log of a major in a form: {@code csv}, {@code json} (from 15 on) or {@code log}. */
    public static byte[] of(int major, String form) {
        return Objects.requireNonNull(LOGS.computeIfAbsent(major, ServerLogs::written).get(form));
    }

    private static Map<String, byte[]> written(int major) {
        try {
            Path home =
                    Files.createTempDirectory(Files.createDirectories(TestServers.cache()), "l");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                run(major, home);
                return read(home);
            } finally {
                delete(home);
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> read(Path home) throws IOException {
        Map<String, byte[]> logs = new HashMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(f -> f.toString().contains("/written/")).toList()) {
                String name = file.getFileName().toString();
                logs.put(name.substring(name.lastIndexOf('.') + 1), Files.readAllBytes(file));
            }
        }
        return logs;
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void run(int major, Path home) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        settings.put("logging_collector", "on");
        settings.put("log_destination", major < 15 ? "csvlog,stderr" : "csvlog,jsonlog,stderr");
        settings.put("log_directory", "written");
        settings.put("log_filename", "server.log");
        settings.put("log_line_prefix", PREFIX);
        settings.put("shared_preload_libraries", "auto_explain");
        settings.put("compute_query_id", "on");
        settings.put("log_connections", "on");
        settings.put("log_disconnections", "on");
        settings.put("log_checkpoints", "on");
        settings.put("log_lock_waits", "on");
        settings.put("log_temp_files", "0");
        settings.put("deadlock_timeout", "10ms");
        settings.put("log_min_duration_statement", "0");
        settings.put("log_timezone", "UTC");
        settings.put("fsync", "off");
        try (EmbeddedPostgres server =
                EmbeddedPostgres.start(
                        EmbeddedOptions.kept(
                                        TestServers.installations().ofMajor(major),
                                        TestServers.cache(),
                                        home)
                                .with(settings))) {
            somethingOfEverything(server);
        }
    }

    private static void somethingOfEverything(EmbeddedPostgres server) throws SQLException {
        try (Connection one = server.connect("postgres");
                Connection other = server.connect("postgres");
                Statement first = one.createStatement();
                Statement second = other.createStatement()) {
            first.execute("CREATE TABLE shop (id int PRIMARY KEY, name text)");
            first.execute(
                    "INSERT INTO shop SELECT i, 'name ' || i FROM generate_series(1, 5000) i");
            first.execute("SET application_name = 'till, \"one\"'");
            first.execute("SELECT name\n  FROM shop\n WHERE id = 17 -- \"quoted\", with a comma");
            parameters(one);
            fails(first, "SELECT 1 / 0 AS \"broken\"");
            fails(first, "INSERT INTO shop VALUES (1, 'secret')");
            first.execute("SET statement_timeout = 20");
            fails(first, "SELECT pg_sleep(10)");
            first.execute("SET statement_timeout = 0");
            sorts(server);
            sortsInTheExtendedProtocol(server);
            plans(first);
            first.execute("CHECKPOINT");
            waits(one, first, other, second);
        }
    }

    /** In the simple protocol, where the server still has the statement when the file goes. */
    private static void sorts(EmbeddedPostgres server) throws SQLException {
        Properties simple = new Properties();
        simple.setProperty("preferQueryMode", "simple");
        try (Connection connection =
                        server.connect(
                                EmbeddedPostgres.SUPERUSER,
                                "postgres",
                                server.superuserPassword(),
                                simple);
                Statement statement = connection.createStatement()) {
            statement.execute("SET work_mem = '64kB'");
            statement.execute(
                    "SELECT count(*) FROM (SELECT name FROM shop ORDER BY name OFFSET 1) s");
        }
    }

    /** The server names no statement when the file goes, or the one that comes next. */
    private static void sortsInTheExtendedProtocol(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SET work_mem = '64kB'");
            statement.execute(SORT_ALONE);
            statement.execute("SELECT 'between'");
            connection.setAutoCommit(false);
            statement.execute(SORT_WITHIN);
            statement.execute("SELECT 'behind'");
            connection.commit();
            fails(statement, SORT_FAILING);
            connection.rollback();
        }
    }

    private static void parameters(Connection connection) throws SQLException {
        try (PreparedStatement prepared =
                connection.prepareStatement("SELECT id FROM shop WHERE name = ? AND id > ?")) {
            prepared.setString(1, "it's");
            prepared.setInt(2, 4);
            prepared.execute();
        }
    }

    private static void plans(Statement statement) throws SQLException {
        statement.execute("SET auto_explain.log_min_duration = 0");
        statement.execute("SET auto_explain.log_analyze = on");
        statement.execute("SET auto_explain.log_buffers = on");
        for (String form : List.of("text", "json", "xml", "yaml")) {
            statement.execute("SET auto_explain.log_format = " + form);
            statement.execute("SELECT count(*)\n  FROM shop WHERE name LIKE '%9' AND id < 3000");
        }
        statement.execute("SET auto_explain.log_min_duration = -1");
    }

    /** One waits for the other and gets its lock; then both wait for each other. */
    private static void waits(Connection one, Statement first, Connection other, Statement second)
            throws SQLException {
        one.setAutoCommit(false);
        other.setAutoCommit(false);
        first.execute("UPDATE shop SET name = 'a' WHERE id = 1");
        second.execute("UPDATE shop SET name = 'b' WHERE id = 2");
        Thread waiting =
                Thread.ofPlatform()
                        .start(() -> fails(first, "UPDATE shop SET name = 'c' WHERE id = 2"));
        fails(second, "UPDATE shop SET name = 'd' WHERE id = 1");
        try {
            waiting.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        one.rollback();
        other.rollback();
    }

    @SuppressWarnings("EmptyCatch") // what fails is what the log is to tell
    private static void fails(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException expected) {
        }
    }
}
