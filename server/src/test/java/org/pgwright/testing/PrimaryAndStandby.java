package org.pgwright.testing;

import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A primary and a standby that follows it, each at an address that stays while their roles change.
 */
public final class PrimaryAndStandby implements AutoCloseable {
    /** What belongs to a running server, not to its data. */
    private static final Set<String> OF_ITS_PROCESS = Set.of("postmaster.pid", "postmaster.opts");

    private final Path homes;
    private final Proxy toFirst;
    private final Proxy toSecond;
    private EmbeddedPostgres first;
    private EmbeddedPostgres second;

    private PrimaryAndStandby(Path homes, String... schema) throws IOException {
        this.homes = homes;
        this.first = start("first");
        execute(first, schema);
        first.close();
        copy(homes.resolve("first"), homes.resolve("second"));
        this.first = start("first");
        follow("second", first);
        this.second = start("second");
        this.toFirst = Proxy.before(() -> first.port());
        this.toSecond = Proxy.before(() -> second.port());
    }

    /**
     * Starts both.
     *
     * @param homes an empty folder
     * @param schema statements for the primary
     */
    public static PrimaryAndStandby start(Path homes, String... schema) throws IOException {
        return new PrimaryAndStandby(homes, schema);
    }

    /** The primary in the beginning. */
    public EmbeddedPostgres first() {
        return first;
    }

    /** The standby in the beginning. */
    public EmbeddedPostgres second() {
        return second;
    }

    /** The port of the first, which stays. */
    public int firstPort() {
        return toFirst.port();
    }

    /** The port of the second, which stays. */
    public int secondPort() {
        return toSecond.port();
    }

    /** Lets the second take over, and the first follow it. */
    public void switchOver() throws IOException {
        first.close();
        promoteSecond();
        follow("first", second);
        first = start("first");
    }

    /** Makes the second a primary, whatever the first is. */
    public void promoteSecond() {
        execute(second, "SELECT pg_promote()");
    }

    /** Lets the address of the first lead to the second, whose own leads nowhere. */
    public void moveAddress() {
        first.close();
        promoteSecond();
        first = second;
        toFirst.cut();
        toFirst.mend();
    }

    /** Runs statements as superuser. */
    public static void execute(EmbeddedPostgres server, String... statements) {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private EmbeddedPostgres start(String name) {
        return EmbeddedPostgres.start(
                EmbeddedOptions.kept(
                                TestServers.installations().ofMajor(TestServers.NEWEST),
                                TestServers.cache(),
                                homes.resolve(name))
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                        .with(
                                Map.of(
                                        "shared_preload_libraries",
                                        "pg_stat_statements",
                                        "autovacuum",
                                        "off",
                                        // They are killed at the most; their machine is not.
                                        "fsync",
                                        "off",
                                        "wal_keep_size",
                                        "64MB")));
    }

    /** Its data is that of the other, or an older state of it. */
    private void follow(String name, EmbeddedPostgres primary) throws IOException {
        Path data = homes.resolve(name).resolve("data");
        Files.writeString(data.resolve("standby.signal"), "");
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s application_name=%s'%n"
                        .formatted(
                                primary.port(),
                                EmbeddedPostgres.SUPERUSER,
                                primary.superuserPassword(),
                                name),
                StandardOpenOption.APPEND);
    }

    /** With owners and modes, as the server may run as somebody else. */
    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                String name = String.valueOf(each.getFileName());
                Path relative = from.relativize(each);
                boolean owned = from.equals(each.getParent()) && name.startsWith("server");
                if (!OF_ITS_PROCESS.contains(name) && !owned) {
                    Files.copy(
                            each,
                            to.resolve(relative.toString()),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        toFirst.close();
        toSecond.close();
        if (first != second) {
            first.close();
        }
        second.close();
    }
}
