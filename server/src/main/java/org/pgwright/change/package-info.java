/** Changes monitored databases: the only place that opens a session on one to write. */
@NullMarked
package org.pgwright.change;

import org.jspecify.annotations.NullMarked;
