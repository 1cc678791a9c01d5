package org.pgwright.planner;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.IndexDefinition;

/**
 * An index that a {@link WhatIfPlanner} can switch on.
 *
 * @param id unique within its planner, from 0 in the order of the offers
 * @param size what it would take on disk, estimated
 * @param share of the table's rows that have an entry, 0 to 1, estimated
 */
public record HypotheticalIndex(int id, IndexDefinition definition, Bytes size, double share) {}
