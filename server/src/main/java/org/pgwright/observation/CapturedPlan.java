package org.pgwright.observation;

import org.pgwright.planner.ExecutedPlan;

/**
 * The plan that a server made for a statement without executing it.
 *
 * @param statementId its number in the repository
 */
public record CapturedPlan(int statementId, ExecutedPlan plan) {}
