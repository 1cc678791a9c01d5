/**
 * Makes of samples what lasts: index strategies, the use of indexes by day, the performance log.
 */
@NullMarked
package org.pgwright.repository.performance;

import org.jspecify.annotations.NullMarked;
