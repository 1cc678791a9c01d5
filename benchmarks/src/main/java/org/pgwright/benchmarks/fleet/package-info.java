/** Many databases watched by one process. */
@NullMarked
package org.pgwright.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
