/** What can go wrong, in words a user can act on. */
@NullMarked
package org.pgwright.error;

import org.jspecify.annotations.NullMarked;
