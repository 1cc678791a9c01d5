/** Clients that keep a server busy as applications do. */
@NullMarked
package org.pgwright.benchmarks.load;

import org.jspecify.annotations.NullMarked;
