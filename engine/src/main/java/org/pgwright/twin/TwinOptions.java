package org.pgwright.twin;

import org.pgwright.embedded.PostgresInstallation;

import java.nio.file.Path;

/**
 * What a twin is made with.
 *
 * @param installation the PostgreSQL to run, of the monitored server's major where it can be had
 * @param cache of {@link org.pgwright.embedded.CacheFolder}, where the twin's files are while it
 *     lives
 */
public record TwinOptions(PostgresInstallation installation, Path cache) {}
