/** Tests of what is read from statements' text. */
@NullMarked
package org.pgwright.workload;

import org.jspecify.annotations.NullMarked;
