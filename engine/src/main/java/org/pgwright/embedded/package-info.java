/** Finds PostgreSQL binaries by major version; starts, owns, stops and cleans up servers. */
@NullMarked
package org.pgwright.embedded;

import org.jspecify.annotations.NullMarked;
