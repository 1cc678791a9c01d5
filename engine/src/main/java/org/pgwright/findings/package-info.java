/**
 * What is wrong with a schema, seen without a workload, and with a plan. Pure: reads a catalog or a
 * plan, touches nothing.
 */
@NullMarked
package org.pgwright.findings;

import org.jspecify.annotations.NullMarked;
