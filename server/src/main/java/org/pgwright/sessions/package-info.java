/** Finds single sessions of monitored servers, and ends them. */
@NullMarked
package org.pgwright.sessions;

import org.jspecify.annotations.NullMarked;
