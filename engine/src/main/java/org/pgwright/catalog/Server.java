package org.pgwright.catalog;

import java.util.Map;

/**
 * The monitored server.
 *
 * @param version as the server writes it, such as {@code 17.5 (Debian 17.5-1)}
 * @param versionNumber as {@code server_version_num}: major x 10,000 + minor
 * @param systemIdentifier of {@code pg_control_system()}; empty where the role may not read it
 * @param blockSize in bytes, 8192 unless PostgreSQL was built otherwise
 * @param maximumAlignment in bytes, 8 on every 64-bit machine
 * @param inRecovery whether it is a replica
 * @param settings every setting in force for the role in this database, by name, in the setting's
 *     base unit as {@code pg_settings.setting} gives it with the unit appended ({@code 4096kB})
 */
public record Server(
        String version,
        int versionNumber,
        String systemIdentifier,
        int blockSize,
        int maximumAlignment,
        boolean inRecovery,
        Map<String, String> settings) {
    public Server {
        settings = Map.copyOf(settings);
    }

    /** 14 to 18. */
    public int major() {
        return versionNumber / 10_000;
    }
}
