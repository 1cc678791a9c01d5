/** Files that only their owner may read. */
@NullMarked
package org.pgwright.files;

import org.jspecify.annotations.NullMarked;
