/** What processes use of this machine, as Linux shows it; see proc(5). */
@NullMarked
package org.pgwright.benchmarks.process;

import org.jspecify.annotations.NullMarked;
