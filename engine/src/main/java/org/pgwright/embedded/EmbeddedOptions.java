package org.pgwright.embedded;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start an {@link EmbeddedPostgres}.
 *
 * @param runs the folder that holds a folder for each running server, with its socket and log; its
 *     path is short, since a socket's may have 107 bytes
 * @param home where the data is kept from run to run; null for data that goes with the server
 * @param initdb options for {@code initdb}, used when there is no data yet
 * @param settings of the server, by name; they win over what is in the data folder
 * @param memoryLimit the address space of each of the server's processes, for a server that runs
 *     what others wrote; null for one that is trusted
 * @param patience how long the server may take to start
 */
public record EmbeddedOptions(
        PostgresInstallation installation,
        Path runs,
        @Nullable Path home,
        List<String> initdb,
        Map<String, String> settings,
        Listen listen,
        @Nullable Bytes memoryLimit,
        Duration patience) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Recovery after a crash reads the whole write-ahead log since the last checkpoint. */
    private static final Duration PATIENCE_WITH_RECOVERY = Duration.ofMinutes(10);

    public EmbeddedOptions {
        initdb = List.copyOf(initdb);
        settings = Map.copyOf(settings);
        if (memoryLimit != null && listen == Listen.LOOPBACK) {
            throw new IllegalArgumentException("a limited server listens on its socket only");
        }
        for (String name : settings.keySet()) {
            if (!name.matches("[a-zA-Z_][a-zA-Z0-9_.]*")) {
                throw new IllegalArgumentException("not the name of a setting: " + name);
            }
        }
    }

    /** Where the server is reached. */
    public enum Listen {
        /** A Unix socket in a folder that only its owner can enter; no network at all. */
        SOCKET,
        /** The same, and a free TCP port of the loopback interface. */
        LOOPBACK
    }

    /**
     * A server in UTF8 and the C locale, on a socket only, whose data goes with it and which
     * therefore never waits for the disk.
     *
     * @param cache of {@link CacheFolder}
     */
    public static EmbeddedOptions temporary(PostgresInstallation installation, Path cache) {
        return new EmbeddedOptions(
                installation,
                cache.resolve("run"),
                null,
                List.of("--encoding=UTF8", "--no-locale"),
                Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off"),
                Listen.SOCKET,
                null,
                PATIENCE);
    }

    /**
     * A server in UTF8 and the C locale, on a socket only, with PostgreSQL's own settings, whose
     * data stays.
     *
     * @param cache of {@link CacheFolder}
     * @param home created where there is none; belongs to one running server at a time
     */
    public static EmbeddedOptions kept(PostgresInstallation installation, Path cache, Path home) {
        EmbeddedOptions options = temporary(installation, cache);
        return new EmbeddedOptions(
                installation,
                options.runs,
                home,
                options.initdb,
                Map.of(),
                options.listen,
                null,
                PATIENCE_WITH_RECOVERY);
    }

    /** With other options for {@code initdb}, instead of those for encoding and locale. */
    public EmbeddedOptions initializedWith(List<String> arguments) {
        return new EmbeddedOptions(
                installation, runs, home, arguments, settings, listen, memoryLimit, patience);
    }

    /** With more settings; a setting that is there already is replaced. */
    public EmbeddedOptions with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return new EmbeddedOptions(
                installation, runs, home, initdb, all, listen, memoryLimit, patience);
    }

    public EmbeddedOptions listeningOn(Listen where) {
        return new EmbeddedOptions(
                installation, runs, home, initdb, settings, where, memoryLimit, patience);
    }

    /**
     * For a server that runs what others wrote: with at most this much address space for each of
     * its processes and, where the operating system allows it, without any network.
     *
     * <p>PostgreSQL 14 keeps no activity statistics without a network. For a server on a socket
     * only.
     */
    public EmbeddedOptions limitedTo(Bytes memory) {
        return new EmbeddedOptions(
                installation, runs, home, initdb, settings, listen, memory, patience);
    }
}
