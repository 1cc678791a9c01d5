package org.pgwright.benchmarks.truth;

/**
 * What an index gains.
 *
 * @param cost predicted by the twin: weighted, in the planner's units
 * @param millis measured: weighted execution time
 * @param best of one query: the share of its time that it saves
 */
public record Gain(double cost, double millis, double best) {}
