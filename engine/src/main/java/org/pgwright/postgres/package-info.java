/** Reaching a server: connecting, reading within deadlines, and what EXPLAIN says. */
@NullMarked
package org.pgwright.postgres;

import org.jspecify.annotations.NullMarked;
