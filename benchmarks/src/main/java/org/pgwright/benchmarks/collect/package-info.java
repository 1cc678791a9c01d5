/**
 * What collecting costs and whether it counts right, with the command itself in its own process.
 */
@NullMarked
package org.pgwright.benchmarks.collect;

import org.jspecify.annotations.NullMarked;
