package org.pgwright.benchmarks;

import org.jspecify.annotations.Nullable;
import org.pgwright.embedded.CacheFolder;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.embedded.PostgresInstallations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the measurements run on.
 *
 * @param installations of PostgreSQL
 * @param cache for data and unpacked binaries
 */
public record Machine(PostgresInstallations installations, Path cache) {
    private static final int REPOSITORY_MAJOR = 18;

    /** Nothing changes by itself, and nothing waits for the disk. */
    private static final Map<String, String> QUIET =
            Map.of(
                    "autovacuum", "off",
                    "max_wal_size", "4GB",
                    "fsync", "off",
                    "synchronous_commit", "off",
                    "full_page_writes", "off");

    /** This one, with the binaries that the build has put into the named folder. */
    public static Machine local(Path shipped, Map<String, String> environment) {
        Path cache = CacheFolder.of(environment);
        return new Machine(new PostgresInstallations(List.of(shipped), cache), cache);
    }

    /** Debian's PostgreSQL of a major, if its package of HypoPG is installed too. */
    public Optional<PostgresInstallation> withHypoPg(int major) {
        String control = "/usr/share/postgresql/%d/extension/hypopg.control".formatted(major);
        return Files.exists(Path.of(control))
                ? Optional.of(
                        installations.at(Path.of("/usr/lib/postgresql/%d/bin".formatted(major))))
                : Optional.empty();
    }

    /**
     * A server whose statistics change only when it is told to analyze, so that a twin of it does
     * not age while it is measured.
     */
    public EmbeddedPostgres quietServer(PostgresInstallation installation) {
        return server(
                installation,
                null,
                Map.of(
                        "shared_buffers", "256MB",
                        "random_page_cost", "1.1",
                        "shared_preload_libraries", "pg_stat_statements"));
    }

    /**
     * The same with room for all data of a benchmark, so that executions are timed and not the
     * disk, and without the compiler, whose time swings more than what it saves.
     */
    public EmbeddedPostgres roomyServer(PostgresInstallation installation) {
        return server(
                installation,
                null,
                Map.of(
                        "shared_buffers", "1GB",
                        "random_page_cost", "1.1",
                        "jit", "off",
                        "shared_preload_libraries", "pg_stat_statements"));
    }

    /**
     * A server that is reached over the loopback interface, as a server on another machine is over
     * the network; it does not wait for the disk, and vacuums only if the settings say so.
     */
    public EmbeddedPostgres networkServer(
            PostgresInstallation installation, Map<String, String> settings) {
        return EmbeddedPostgres.start(
                EmbeddedOptions.temporary(installation, cache)
                        .with(QUIET)
                        .with(settings)
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK));
    }

    /**
     * A server for a repository, with the settings of pgwright's own.
     *
     * @param isDurable whether it waits for the disk, as pgwright's own does
     */
    public EmbeddedPostgres repositoryServer(boolean isDurable) {
        return repositoryServer(isDurable, null);
    }

    /**
     * The same.
     *
     * @param data the folder that keeps the data for another run; null for data that goes with the
     *     server
     */
    public EmbeddedPostgres repositoryServer(boolean isDurable, @Nullable Path data) {
        String durable = isDurable ? "on" : "off";
        PostgresInstallation installation = installations.ofMajor(REPOSITORY_MAJOR);
        EmbeddedOptions options =
                data == null
                        ? EmbeddedOptions.temporary(installation, cache)
                        : EmbeddedOptions.kept(installation, cache, data.toAbsolutePath());
        return EmbeddedPostgres.start(
                options.with(
                                Map.of(
                                        "fsync", durable,
                                        "synchronous_commit", durable,
                                        "full_page_writes", durable,
                                        "wal_level", "minimal",
                                        "max_wal_senders", "0",
                                        "max_connections", "60",
                                        "wal_compression", "on",
                                        "jit", "off",
                                        "timezone", "UTC"))
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK));
    }

    /**
     * The same with other settings, and PostgreSQL's own where none is given.
     *
     * @param data the folder that keeps the data for another run; null for data that goes with the
     *     server
     */
    public EmbeddedPostgres server(
            PostgresInstallation installation, @Nullable Path data, Map<String, String> settings) {
        EmbeddedOptions options =
                data == null
                        ? EmbeddedOptions.temporary(installation, cache)
                        : EmbeddedOptions.kept(installation, cache, data.toAbsolutePath());
        return EmbeddedPostgres.start(options.with(QUIET).with(settings));
    }
}
