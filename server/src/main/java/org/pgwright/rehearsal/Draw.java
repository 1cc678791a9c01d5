package org.pgwright.rehearsal;

/**
 * One text of a statement, with values, before and after.
 *
 * @param share of the statement's calls that it stands for
 */
public record Draw(double share, Runs before, Runs after) {}
