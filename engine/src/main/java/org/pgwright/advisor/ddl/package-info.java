/** How indexes are called and built. */
@NullMarked
package org.pgwright.advisor.ddl;

import org.jspecify.annotations.NullMarked;
