/** The way from a database or a snapshot file to advice. */
@NullMarked
package org.pgwright.tuning;

import org.jspecify.annotations.NullMarked;
