package org.pgwright.repository;

/**
 * How the connections to the repository are used.
 *
 * @param waiting threads that wait for one
 * @param limit most there may be
 */
public record PoolUse(int active, int idle, int waiting, int limit) {}
