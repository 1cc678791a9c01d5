/** Advises on the indexes that there are: which to drop, and which to build anew. */
@NullMarked
package org.pgwright.advisor.existing;

import org.jspecify.annotations.NullMarked;
