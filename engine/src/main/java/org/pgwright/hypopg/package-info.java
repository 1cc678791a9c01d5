/** What-if planning on the monitored server itself, by its extension HypoPG. */
@NullMarked
package org.pgwright.hypopg;

import org.jspecify.annotations.NullMarked;
