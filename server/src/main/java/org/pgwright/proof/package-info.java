/** Whether a change did good, from what was counted before and after it; pure. */
@NullMarked
package org.pgwright.proof;

import org.jspecify.annotations.NullMarked;
