/** Measurements of speed and of the quality of advice. */
@NullMarked
package org.pgwright.benchmarks;

import org.jspecify.annotations.NullMarked;
