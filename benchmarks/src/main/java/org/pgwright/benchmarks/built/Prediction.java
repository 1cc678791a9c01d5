package org.pgwright.benchmarks.built;

/**
 * What a twin says of indexes before they are built.
 *
 * @param cost weighted, of all queries
 */
public record Prediction(double cost, long bytes) {}
