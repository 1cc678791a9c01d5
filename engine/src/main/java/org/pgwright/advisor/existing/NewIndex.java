package org.pgwright.advisor.existing;

import org.pgwright.catalog.IndexDefinition;

/** An index that is recommended, with the name that it is to have. */
public record NewIndex(String name, IndexDefinition definition) {}
