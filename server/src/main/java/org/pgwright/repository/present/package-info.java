/** How servers stood when they were looked at last: what programs that watch us are told. */
@NullMarked
package org.pgwright.repository.present;

import org.jspecify.annotations.NullMarked;
