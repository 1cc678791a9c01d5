/** Statements that make, drop, rebuild or attach indexes: read and written; pure. */
@NullMarked
package org.pgwright.ddl;

import org.jspecify.annotations.NullMarked;
