/**
 * Which indexes to make, from a catalog, a workload and the two seams to PostgreSQL's planner.
 *
 * <p>A pipeline, each step a package that knows only those before it: {@code analysis} (what
 * statements ask of tables), {@code candidate} (which indexes could serve that), {@code cost} (what
 * the planner makes of them), {@code selection} (which of them to make under a budget), {@code ddl}
 * (how they are called and built).
 */
@NullMarked
package org.pgwright.advisor;

import org.jspecify.annotations.NullMarked;
