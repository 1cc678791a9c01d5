package org.pgwright.advisor.existing;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.catalog.Index;

/**
 * An index of which everything but plans says that it is needless.
 *
 * @param other the index that serves in its stead, null for none
 * @param because why it is needless, in words; said where nothing serves in its stead
 */
public record Suspect(Index index, Ground ground, @Nullable Index other, String because) {}
