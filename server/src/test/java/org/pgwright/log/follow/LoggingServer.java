package org.pgwright.log.follow;

import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real server that writes its log with its collector, in small files. */
public final class LoggingServer implements AutoCloseable {
    private final int major;
    private final Path home;
    private final Map<String, String> settings = new HashMap<>();
    private EmbeddedPostgres server;
    private int number;

    /** The statements that were run, each once. */
    public final List<String> statements = new ArrayList<>();

    public LoggingServer(int major, Map<String, String> more) {
        this.major = major;
        try {
            home = Files.createTempDirectory(Files.createDirectories(TestServers.cache()), "l");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        settings.put("logging_collector", "on");
        settings.put("log_directory", "written");
        settings.put("log_filename", "postgresql-%Y-%m-%d_%H%M%S.log");
        settings.put("log_rotation_size", "8kB");
        settings.put("log_min_duration_statement", "0");
        settings.put("log_timezone", "UTC");
        settings.put("fsync", "off");
        settings.putAll(more);
        server = start();
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(
                EmbeddedOptions.kept(
                                TestServers.installations().ofMajor(major),
                                TestServers.cache(),
                                home)
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                        .with(settings));
    }

    public EmbeddedPostgres server() {
        return server;
    }

    public Path folder() {
        return server.dataDirectory().resolve("written");
    }

    /** Runs statements, each another one, one of them over two lines now and then. */
    public void work(int count) {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < count; i++) {
                String text = "SELECT " + ++number + (number % 7 == 0 ? "\nAS bean" : " AS bean");
                statement.execute(text);
                statements.add(text);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public void execute(String sql) {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Stops it and starts it again. */
    public void restart() {
        server.close();
        server = start();
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
