package org.pgwright.repository;

import org.pgwright.embedded.PostgresInstallations;

import java.nio.file.Path;

/**
 * What it takes to run a PostgreSQL server of our own.
 *
 * @param cache of {@link org.pgwright.embedded.CacheFolder}; servers run below it
 */
public record LocalPostgres(PostgresInstallations installations, Path cache) {}
