/** From the bytes of a server log, in whatever form the server wrote it, to its entries. */
@NullMarked
package org.pgwright.log.entry;

import org.jspecify.annotations.NullMarked;
