package org.pgwright.observation;

/**
 * A statement whose plan is wanted.
 *
 * @param statementId its number in the repository
 * @param text whole, with {@code $n} for each constant
 */
public record PlanCandidate(int statementId, String text) {}
