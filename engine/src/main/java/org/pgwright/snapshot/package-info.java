/** One file with everything that advice needs; online advice is: take a snapshot, then advise. */
@NullMarked
package org.pgwright.snapshot;

import org.jspecify.annotations.NullMarked;
