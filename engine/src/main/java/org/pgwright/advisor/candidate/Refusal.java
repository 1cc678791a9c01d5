package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

/** An index that is not even tried, and why, in words. */
public record Refusal(IndexDefinition definition, String reason) {}
