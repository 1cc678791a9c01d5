/** What is wanted of indexes, who decided what, and the journal of what was done for it. */
@NullMarked
package org.pgwright.repository.strategy;

import org.jspecify.annotations.NullMarked;
