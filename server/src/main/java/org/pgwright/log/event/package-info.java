/** What the entries of a server log tell: one event an entry, in PostgreSQL's own words. */
@NullMarked
package org.pgwright.log.event;

import org.jspecify.annotations.NullMarked;
