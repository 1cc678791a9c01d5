/** What indexes do when they are built for real: costs, times, bytes, the price of writes. */
@NullMarked
package org.pgwright.benchmarks.built;

import org.jspecify.annotations.NullMarked;
