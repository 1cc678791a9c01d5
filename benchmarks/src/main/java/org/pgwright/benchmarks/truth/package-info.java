/** Whether what advice promises is what is measured afterwards. */
@NullMarked
package org.pgwright.benchmarks.truth;

import org.jspecify.annotations.NullMarked;
