/** What a database runs: its statements with their calls and times. */
@NullMarked
package org.pgwright.workload;

import org.jspecify.annotations.NullMarked;
