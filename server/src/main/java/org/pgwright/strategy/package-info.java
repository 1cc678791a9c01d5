/** What is wanted of indexes, and the life of such a wish; pure. */
@NullMarked
package org.pgwright.strategy;

import org.jspecify.annotations.NullMarked;
