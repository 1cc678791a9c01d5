/**
 * The planner twin: a stock PostgreSQL that holds the schema, sizes and statistics of a monitored
 * database but none of its rows, and so plans as that database would.
 */
@NullMarked
package org.pgwright.twin;

import org.jspecify.annotations.NullMarked;
