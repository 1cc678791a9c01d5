package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.RelationLayout;

import java.time.Instant;
import java.util.Map;

/**
 * The tables and indexes of a database at a moment, with what is known of their sizes.
 *
 * @param catalog its tables, indexes, constraints and figures of columns; the rest is not in it,
 *     nor any value
 * @param layouts of tables and indexes that have files
 */
public record Schema(Instant takenAt, Catalog catalog, Map<QualifiedName, RelationLayout> layouts) {
    public Schema {
        layouts = Map.copyOf(layouts);
    }
}
