package org.pgwright.testing;

import org.pgwright.embedded.CacheFolder;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.embedded.PostgresInstallations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL servers for tests: one for each major and JVM, started when first asked for, gone with
 * the JVM.
 *
 * <p>They listen on loopback and on a socket, and have pg_stat_statements and auto_explain loaded.
 */
public final class TestServers {
    /** Every supported major, for {@code @ValueSource} and {@code @MethodSource}. */
    public static final List<Integer> MAJORS = List.of(14, 15, 16, 17, 18);

    /** The major for tests that do not depend on it. */
    public static final int NEWEST = 18;

    private static final Map<Integer, EmbeddedPostgres> SERVERS = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServers() {}

    /** The server of a major; not to be closed. */
    public static EmbeddedPostgres server(int major) {
        return SERVERS.computeIfAbsent(major, TestServers::start);
    }

    /** A new, empty database in UTF8 and the C locale, which its close drops. */
    public static TestDatabase freshDatabase(int major) {
        return freshDatabase(server(major));
    }

    /** The same on a server of the test's own. */
    public static TestDatabase freshDatabase(EmbeddedPostgres server) {
        return TestDatabase.create(server, "test_" + DATABASES.incrementAndGet());
    }

    /** The binaries that the build brought, and this machine's own. */
    public static PostgresInstallations installations() {
        return new PostgresInstallations(List.of(shipped()), cache());
    }

    /** Where servers of tests run; the same folder as that of pgwright itself. */
    public static Path cache() {
        return CacheFolder.of(System.getenv());
    }

    /** A server like those of all tests, for a test that needs one alone; to be closed. */
    public static EmbeddedPostgres start(int major) {
        return EmbeddedPostgres.start(
                EmbeddedOptions.temporary(installations().ofMajor(major), cache())
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                        .with(
                                Map.of(
                                        "shared_preload_libraries",
                                        "pg_stat_statements,auto_explain",
                                        "track_io_timing",
                                        "on",
                                        "max_connections",
                                        "50",
                                        // Nothing is vacuumed or analyzed on its own while a test
                                        // runs: the longest there is, as it is shared out among
                                        // the databases.
                                        "autovacuum_naptime",
                                        "24d")));
    }

    /** Named by the build; for a run without it, such as an IDE's, looked for from here upwards. */
    private static Path shipped() {
        String named = System.getProperty("pgwright.postgres");
        if (named != null) {
            return Path.of(named);
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path shipped = up.resolve("engine/target/postgres");
            if (Files.isDirectory(shipped)) {
                return shipped;
            }
        }
        throw new IllegalStateException("no binaries: run mvn generate-resources -pl engine");
    }
}
