/** What databases need beside queries: which of their indexes nothing needs; pure. */
@NullMarked
package org.pgwright.maintenance;

import org.jspecify.annotations.NullMarked;
