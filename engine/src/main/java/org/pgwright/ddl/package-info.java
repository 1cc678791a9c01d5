/** Statements about indexes and extended statistics: read and written; pure. */
@NullMarked
package org.pgwright.ddl;

import org.jspecify.annotations.NullMarked;
