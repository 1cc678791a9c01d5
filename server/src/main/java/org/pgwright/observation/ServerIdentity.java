package org.pgwright.observation;

import java.time.Instant;

/**
 * Which server it is.
 *
 * @param systemIdentifier of the cluster, which a primary and its replicas share
 * @param version such as {@code 18.1}
 * @param startedAt by its clock
 * @param isStandby whether it is a replica
 * @param blockSize in bytes
 */
public record ServerIdentity(
        long systemIdentifier,
        String version,
        Instant startedAt,
        boolean isStandby,
        int blockSize) {}
