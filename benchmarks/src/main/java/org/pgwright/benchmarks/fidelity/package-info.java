/** How true a what-if planner is to the server that it stands for. */
@NullMarked
package org.pgwright.benchmarks.fidelity;

import org.jspecify.annotations.NullMarked;
