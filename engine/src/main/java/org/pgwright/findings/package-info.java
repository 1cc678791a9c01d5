/** What is wrong with a schema, seen without a workload. Pure: reads a catalog, touches nothing. */
@NullMarked
package org.pgwright.findings;

import org.jspecify.annotations.NullMarked;
