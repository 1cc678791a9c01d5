package org.pgwright.benchmarks.staged;

import java.time.Instant;

/**
 * A call of a statement as the client saw it.
 *
 * @param statement its place among the statements
 * @param ended when the answer was there
 * @param millis from sending it until then
 */
record ClientCall(int statement, Instant ended, double millis) {}
