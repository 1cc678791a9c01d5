/** Tries proposals on a copy of a database, and puts the copy back as it was. */
@NullMarked
package org.pgwright.tuning.rehearsal;

import org.jspecify.annotations.NullMarked;
