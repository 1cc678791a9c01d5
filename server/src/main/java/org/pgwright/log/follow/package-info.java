/**
 * Follows the log of a server through rotation: decides which bytes of which file come next, and
 * hands over what they hold together with the position reached, each entry exactly once.
 */
@NullMarked
package org.pgwright.log.follow;

import org.jspecify.annotations.NullMarked;
