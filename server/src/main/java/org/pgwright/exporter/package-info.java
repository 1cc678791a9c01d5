/** Metrics for programs that watch us, and the rules and dashboards that read them. */
@NullMarked
package org.pgwright.exporter;

import org.jspecify.annotations.NullMarked;
