package org.pgwright.catalog;

/**
 * The smallest and largest value of an indexed column at the time of the snapshot, in the text form
 * of its type. The planner looks them up for predicates beyond the histogram.
 */
public record ColumnEnds(QualifiedName table, String column, String minimum, String maximum) {}
