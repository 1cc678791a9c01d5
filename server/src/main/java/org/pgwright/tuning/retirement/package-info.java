/**
 * Finds indexes that nothing needs, tries to do without them on a twin, and proposes to drop them.
 */
@NullMarked
package org.pgwright.tuning.retirement;

import org.jspecify.annotations.NullMarked;
