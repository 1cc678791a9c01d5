/**
 * How large tables and indexes are when they are freshly built, from statistics alone. Pure: reads
 * a catalog, touches nothing.
 */
@NullMarked
package org.pgwright.sizes;

import org.jspecify.annotations.NullMarked;
