package org.pgwright.repository.figures;

import java.time.Instant;

/**
 * An index that the plans of a query read.
 *
 * @param name without its schema, as plans have it
 * @param plans in how many different ones it is
 * @param executions that were logged and had such a plan, as far as is known
 * @param lastSeen when a plan with it was seen last
 */
public record UsedIndex(String name, long plans, long executions, Instant lastSeen) {}
