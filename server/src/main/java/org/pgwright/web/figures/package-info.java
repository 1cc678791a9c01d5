/** Reports that pages and API have in common. */
@NullMarked
package org.pgwright.web.figures;

import org.jspecify.annotations.NullMarked;
