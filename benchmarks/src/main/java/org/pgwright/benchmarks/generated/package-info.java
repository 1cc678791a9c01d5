/** A database and workloads of any size that look like an application's. */
@NullMarked
package org.pgwright.benchmarks.generated;

import org.jspecify.annotations.NullMarked;
