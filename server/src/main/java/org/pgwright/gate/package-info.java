/** The gate of a build: what has become worse, and what SQL files do unsafely; pure. */
@NullMarked
package org.pgwright.gate;

import org.jspecify.annotations.NullMarked;
