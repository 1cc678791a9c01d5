/** Asks a {@code pgwright serve} that runs elsewhere. */
@NullMarked
package org.pgwright.remote;

import org.jspecify.annotations.NullMarked;
