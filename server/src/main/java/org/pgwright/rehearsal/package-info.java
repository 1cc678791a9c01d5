/** What a rehearsal on a copy of a database came to; pure. */
@NullMarked
package org.pgwright.rehearsal;

import org.jspecify.annotations.NullMarked;
