/** The process: what it brings in, and the one page of wiring. */
@NullMarked
package org.pgwright.app;

import org.jspecify.annotations.NullMarked;
