package org.pgwright.benchmarks;

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
        return EmbeddedPostgres.start(
                EmbeddedOptions.temporary(installation, cache)
                        .with(
                                Map.of(
                                        "autovacuum", "off",
                                        "shared_buffers", "256MB",
                                        "random_page_cost", "1.1",
                                        "max_wal_size", "4GB",
                                        "shared_preload_libraries", "pg_stat_statements")));
    }
}
