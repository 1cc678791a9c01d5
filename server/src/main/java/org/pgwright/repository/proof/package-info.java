/** What was counted before and after changes, and what was made of it. */
@NullMarked
package org.pgwright.repository.proof;

import org.jspecify.annotations.NullMarked;
