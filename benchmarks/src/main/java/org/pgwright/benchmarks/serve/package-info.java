/** What {@code pgwright serve} does for those who ask it, in a process of its own. */
@NullMarked
package org.pgwright.benchmarks.serve;

import org.jspecify.annotations.NullMarked;
