package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Instant;

/**
 * What is known of a table beside a plan that reads it.
 *
 * @param rows that it has, about
 * @param changedRows since the last ANALYZE, about
 * @param analyzedAt the last ANALYZE, also an automatic one; null for never
 */
public record TableFacts(
        QualifiedName table, double rows, long changedRows, @Nullable Instant analyzedAt) {}
