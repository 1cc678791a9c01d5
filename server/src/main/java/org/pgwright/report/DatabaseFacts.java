package org.pgwright.report;

import org.pgwright.catalog.Bytes;

import java.time.Instant;

/**
 * Which database a report is about, exactly enough to refuse it for another one.
 *
 * @param serverVersion as the server writes it
 * @param systemIdentifier of the cluster; empty where the role may not read it
 * @param schemaFingerprint equal for equal tables, columns, constraints and indexes
 * @param takenAt when it was read
 */
public record DatabaseFacts(
        String name,
        String serverVersion,
        Bytes size,
        String systemIdentifier,
        String schemaFingerprint,
        Instant takenAt) {}
