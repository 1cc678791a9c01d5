@NullMarked
package org.pgwright.twin;

import org.jspecify.annotations.NullMarked;
