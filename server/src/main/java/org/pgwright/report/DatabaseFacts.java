package org.pgwright.report;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.TableShape;

import java.time.Instant;
import java.util.List;

/**
 * Which database a report is about, exactly enough to refuse it for another one.
 *
 * @param serverVersion as the server writes it
 * @param systemIdentifier of the cluster; empty where the role may not read it
 * @param schemaFingerprint equal for equal tables, columns, constraints and indexes
 * @param takenAt when it was read
 * @param tables those whose indexes the report is about
 */
public record DatabaseFacts(
        String name,
        String serverVersion,
        Bytes size,
        String systemIdentifier,
        String schemaFingerprint,
        Instant takenAt,
        List<TableShape> tables) {
    public DatabaseFacts {
        tables = List.copyOf(tables);
    }
}
