/** Who asks, and what they may. */
@NullMarked
package org.pgwright.web.access;

import org.jspecify.annotations.NullMarked;
