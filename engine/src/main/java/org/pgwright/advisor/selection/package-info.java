/** Which candidates to make, under a budget. */
@NullMarked
package org.pgwright.advisor.selection;

import org.jspecify.annotations.NullMarked;
