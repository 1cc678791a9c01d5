/**
 * What a look at a monitored server found: made by {@code collector}, kept by {@code repository}.
 * Data only, and the arithmetic of counters.
 */
@NullMarked
package org.pgwright.observation;

import org.jspecify.annotations.NullMarked;
