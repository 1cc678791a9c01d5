/** What writes pay for indexes: predicted and measured. */
@NullMarked
package org.pgwright.benchmarks.writes;

import org.jspecify.annotations.NullMarked;
