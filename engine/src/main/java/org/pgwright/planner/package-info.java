/**
 * The two seams to PostgreSQL's own intelligence: {@link org.pgwright.planner.StatementAnalyzer}
 * (what a statement means) and {@link org.pgwright.planner.WhatIfPlanner} (what it would cost).
 */
@NullMarked
package org.pgwright.planner;

import org.jspecify.annotations.NullMarked;
